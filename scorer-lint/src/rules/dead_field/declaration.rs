//! Where a field is declared empty, and how it is taken out or recorded.

use scorer_instrument_policy::Verdict;
use scorer_instrument_syntax::types::plain;

use crate::engine::asked::{Ask, Asked};
use crate::engine::cx::Cx;
use crate::engine::finding::Edit;
use crate::source::instrument::Instrumented;
use crate::source::slice::is_deep;
use crate::source::{Event, FieldName, File, split};

/// Where a field is declared.
#[derive(Clone, Copy)]
pub(super) enum Declaration<'a> {
    /// In an attribute's `fields(..)`.
    Attribute(&'a Instrumented<'a>),
    /// In a span macro.
    Span(&'a Event),
}

/// The widest arguments of a macro on one line.
const CALL: usize = 60;

impl Declaration<'_> {
    /// The edits that leave a field out of a macro.
    pub(super) fn without(self, cx: &Cx<'_>, name: &FieldName) -> Vec<Edit> {
        match self {
            Self::Attribute(_) => Vec::new(),
            Self::Span(event) => in_macro(cx.file, event, name).unwrap_or_default(),
        }
    }

    /// What is asked of the attribute that declares the field.
    pub(super) fn asked<const N: usize>(self, cx: &Cx<'_>, asks: [Ask; N]) -> Option<Asked> {
        let Self::Attribute(one) = self else {
            return None;
        };
        Some(Asked {
            attribute: cx.file.bytes_of(&one.attribute.all),
            asks: asks.into(),
        })
    }

    /// The same of a field that hides the argument of its name: the argument is recorded, where its type is one that tracing
    /// takes as it is, else it is left to the policy, if that has a say.
    pub(super) fn recording(self, cx: &Cx<'_>, name: &str) -> Option<Asked> {
        let Self::Attribute(one) = self else {
            return None;
        };
        let file = cx.file;
        let mut parameters = one.function.parameters(file).into_iter();
        let parameter = parameters.find(|parameter| {
            parameter.pattern.len() == 1 && file.is_word(parameter.pattern.start, name)
        });
        let is_plain = parameter.is_some_and(|parameter| {
            !is_deep(file, &parameter.ty)
                && syn::parse_str::<syn::Type>(file.text_of(&parameter.ty))
                    .is_ok_and(|ty| plain(&ty))
        });
        let name = name.to_owned();
        if is_plain && cx.policy.name(&name) == Verdict::Fit {
            let text = format!("{name} = {name}");
            return self.asked(cx, [Ask::SetField(name, text)]);
        }
        self.asked(cx, [Ask::Unhide(name)])
    }
}

/// The macro's arguments without one, laid out as rustfmt would.
fn in_macro(file: &File, event: &Event, name: &FieldName) -> Option<Vec<Edit>> {
    let open = event.name + 2;
    let inside = file.inside(open);
    let parts = split(file, inside.clone(), b',');
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let gone = parts.iter().find(|part| part.start == name.tokens.start)?;
    let kept: Vec<&str> = parts
        .iter()
        .filter(|part| part.start != gone.start)
        .map(|part| file.text_of(part))
        .collect();
    let bytes = file.token(open).end as usize..file.token(inside.end).start as usize;
    let written = file.text.get(bytes.clone())?;
    if written.contains("//") || written.contains("/*") || kept.is_empty() {
        return None;
    }
    // Several links of a chain behind it are laid out by its length.
    let close = file.mate(open);
    if written.contains('\n') && file.is(close + 1, b'.') {
        return None;
    }
    let flat = kept.join(", ");
    let line = file.text[..bytes.start].rfind('\n').map_or(0, |at| at + 1);
    let behind = file.text[bytes.end..].find('\n').unwrap_or(0);
    let fits = flat.len() <= CALL && bytes.start - line + flat.len() + behind <= 100;
    let text = if !written.contains('\n') || (fits && !flat.contains('\n')) {
        flat
    } else {
        let indent = written.trim_end_matches(' ').len();
        let outer = written.get(indent..)?;
        let newline = if written.contains("\r\n") {
            "\r\n"
        } else {
            "\n"
        };
        let comma = if written.trim_end().ends_with(',') {
            ","
        } else {
            ""
        };
        format!(
            "{newline}{outer}    {}{comma}{newline}{outer}",
            kept.join(&format!(",{newline}{outer}    "))
        )
    };
    Some(vec![Edit { bytes, text }])
}
