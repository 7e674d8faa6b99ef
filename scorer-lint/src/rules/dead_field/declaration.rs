//! Where a field is declared empty, and how it is taken out or recorded.

use scorer_instrument_policy::Verdict;
use scorer_instrument_syntax::types::plain;

use crate::engine::cx::Cx;
use crate::engine::finding::{Edit, Finding};
use crate::rewrite::written::Written;
use crate::source::instrument::Instrumented;
use crate::source::{Argument, Event, FieldName, File, split};

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
    /// The edits that leave a field out. They are for a person to see: what another crate fills by its name, nobody knows here.
    pub(super) fn without(self, cx: &Cx<'_>, name: &FieldName) -> Vec<Edit> {
        let edits = match self {
            Self::Attribute(one) => in_attribute(cx.file, one, name, |written, at| {
                written.drop_fields(&[at]);
            }),
            Self::Span(event) => in_macro(cx.file, event, name),
        };
        edits.unwrap_or_default()
    }

    /// A finding on a field that hides the argument of its name, with the edit that records the argument, where its type is
    /// one that tracing takes as it is.
    pub(super) fn recording(self, cx: &Cx<'_>, name: &str, finding: Finding) -> Finding {
        let Self::Attribute(one) = self else {
            return finding;
        };
        let file = cx.file;
        let mut parameters = one.function.parameters(file).into_iter();
        let parameter = parameters.find(|parameter| {
            parameter.pattern.len() == 1 && file.is_word(parameter.pattern.start, name)
        });
        let is_plain = parameter.is_some_and(|parameter| {
            syn::parse_str::<syn::Type>(file.text_of(&parameter.ty)).is_ok_and(|ty| plain(&ty))
        });
        if !is_plain || cx.policy.name(name) != Verdict::Fit {
            return finding;
        }
        let declared = one.fields.iter().find_map(|field| match field {
            Argument::Field { name: declared, .. } if declared.text.as_deref() == Some(name) => {
                Some(declared)
            }
            _ => None,
        });
        let edits = declared.and_then(|declared| {
            in_attribute(file, one, declared, |written, at| {
                written.set_field(at, format!("{name} = {name}"));
            })
        });
        let edits = edits.into_iter().flatten();
        edits.fold(finding, |finding, edit| {
            finding.fix(edit.bytes, edit.text, false)
        })
    }
}

/// The attribute written anew with a change to the field of this place.
fn in_attribute(
    file: &File,
    one: &Instrumented<'_>,
    name: &FieldName,
    change: impl FnOnce(&mut Written, usize),
) -> Option<Vec<Edit>> {
    let at = one.fields.iter().position(
        |field| matches!(field, Argument::Field { name: known, .. } if known.tokens == name.tokens),
    )?;
    let mut written = Written::read(file, one.attribute)?;
    change(&mut written, at);
    Some(vec![Edit {
        bytes: file.bytes_of(&one.attribute.all),
        text: written.attribute(file.text_of(&one.attribute.path)),
    }])
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
