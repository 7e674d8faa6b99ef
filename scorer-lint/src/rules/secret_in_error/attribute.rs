//! `#[error("unknown token: {token}")]`: the text of thiserror's derive.

use scorer_instrument_policy::{Class, Refusal, TypeClass, TypePath, TypeVerdict, Verdict};

use super::{HELP, RULE};
use crate::analysis::shown_type::ShownType;
use crate::engine::cx::Cx;
use crate::engine::doubts::Made;
use crate::source::{File, TokenKind, Tokens, after_generics, captured, next, split, top_level};

/// Judges each of a file's.
pub(super) fn check(cx: &Cx<'_>) {
    let file = cx.file;
    for name in file.hits("error") {
        let is_attribute = name >= 2
            && file.is(name - 1, b'[')
            && file.is(name - 2, b'#')
            && file.is(name + 1, b'(')
            && file.token(name + 2).kind == TokenKind::Str;
        if let Some(shown) = is_attribute.then(|| Shown::at(file, name)).flatten() {
            shown.judge(cx);
        }
    }
}

/// A struct or a variant with its text.
struct Shown<'a> {
    file: &'a File,
    /// Its name.
    item: u32,
    /// The type that it is, or is a variant of.
    owner: Option<u32>,
    /// Its members: a name where they have one, and a type.
    members: Vec<(Option<u32>, Tokens)>,
    /// The format string and what stands behind it.
    text: Vec<Tokens>,
}

impl<'a> Shown<'a> {
    fn at(file: &'a File, name: u32) -> Option<Self> {
        let mut at = file.mate(name - 1) + 1;
        while file.is(at, b'#') && file.is(at + 1, b'[') {
            at = file.mate(at + 1) + 1;
        }
        if file.is_word(at, "pub") {
            at = next(file, at);
            if file.is(at, b'(') {
                at = next(file, at);
            }
        }
        let is_struct = file.is_word(at, "struct");
        let item = at + u32::from(is_struct);
        if file.token(item).kind != TokenKind::Ident {
            return None;
        }
        let owner = if is_struct {
            Some(item)
        } else {
            file.types()
                .iter()
                .rfind(|ty| ty.name < item)
                .map(|ty| ty.name)
        };
        let open = after_generics(file, item + 1);
        let members = match file.token(open).byte {
            b'{' | b'(' if file.token(open).kind == TokenKind::Open => {
                split(file, file.inside(open), b',')
                    .into_iter()
                    .filter(|part| !part.is_empty())
                    .map(|part| member(file, part, file.is(open, b'{')))
                    .collect()
            }
            _ => Vec::new(),
        };
        Some(Self {
            file,
            item,
            owner,
            members,
            text: split(file, file.inside(name + 1), b','),
        })
    }

    fn judge(&self, cx: &Cx<'_>) {
        let Some((literal, arguments)) = self.text.split_first() else {
            return;
        };
        let bytes = self.file.bytes_of(literal);
        for capture in captured(self.file, literal.start, &bytes) {
            match capture.parse::<usize>() {
                // The number of an argument, or of a member where there is none.
                Ok(index) if arguments.is_empty() => self.by_place(cx, index, literal),
                Ok(_) => {}
                Err(_) => self.by_name(cx, capture, literal),
            }
        }
        for argument in arguments {
            let mut argument = argument.clone();
            // `name = .token`
            if self.file.is(argument.start + 1, b'=') {
                argument.start += 2;
            }
            // A call makes something else of it: `mask(.token)`, `.token.len()`.
            let is_path = self.file.is(argument.start, b'.')
                && !argument.clone().any(|at| self.file.is(at, b'('));
            let Some(last) = is_path.then(|| argument.end - 1) else {
                continue;
            };
            match self.file.word(last).parse::<usize>() {
                Ok(index) if argument.len() == 2 => self.by_place(cx, index, &argument),
                _ => self.by_name(cx, self.file.word(last), &argument),
            }
        }
    }

    /// A member by its name.
    fn by_name(&self, cx: &Cx<'_>, name: &str, at: &Tokens) {
        if let Verdict::Refused(refusal) = cx.policy.name(name)
            && refusal.class != Class::Vague
        {
            let is_own = self
                .members
                .iter()
                .any(|(member, _)| member.is_some_and(|member| self.file.is_word(member, name)));
            let ty = self.owner.filter(|_| is_own).map(|owner| {
                let owner = ShownType::Named(self.file.word(owner).to_owned());
                ShownType::Member(Box::new(owner), name.to_owned())
            });
            let what = format!("`{name}`, {}", refusal.reason);
            report(cx, at, &what, ty, Made::by_class(refusal.class));
        }
    }

    /// A member of a tuple: by its type, or by what the variant says that it is.
    fn by_place(&self, cx: &Cx<'_>, index: usize, at: &Tokens) {
        let Some((None, ty)) = self.members.get(index) else {
            return;
        };
        let Some(last) = ty
            .clone()
            .filter(|at| self.file.token(*at).kind == TokenKind::Ident)
            .last()
        else {
            return;
        };
        let ty = self.file.word(last);
        let path = TypePath {
            segments: &[ty],
            arguments: &[],
            lifetime: false,
            bound: false,
        };
        if let TypeVerdict::Refused {
            class: class @ (TypeClass::Credential | TypeClass::Pii),
            ..
        } = cx.policy.type_path(&path)
        {
            let known = Some(ShownType::Named(ty.to_owned()));
            let what = format!("{} (`{ty}`)", class.noun());
            report(cx, at, &what, known, Made::Value);
        } else if matches!(ty, "String" | "str")
            && index == 0
            && let Some(refusal) = called(cx, self.file.word(self.item))
        {
            let item = self.file.word(self.item);
            let what = format!("what `{item}` is called after, {}", refusal.reason);
            report(cx, at, &what, None, Made::Value);
        }
    }
}

fn report(cx: &Cx<'_>, at: &Tokens, what: &str, ty: Option<ShownType>, made: Made) {
    let message = format!("the text of this error reads {what}");
    let finding = cx.at(&RULE, at, message).help(HELP);
    cx.report_unless_typed(finding, ty, false, made);
}

fn member(file: &File, mut part: Tokens, is_named: bool) -> (Option<u32>, Tokens) {
    while file.is(part.start, b'#') && file.is(part.start + 1, b'[') {
        part.start = (file.mate(part.start + 1) + 1).min(part.end);
    }
    let colon = top_level(file, &part).find(|at| is_named && file.is(*at, b':'));
    match colon {
        Some(colon) if colon > part.start => (Some(colon - 1), colon + 1..part.end),
        _ => (None, part),
    }
}

/// What a text is by the name of the variant that holds it: of `EmailTaken(String)` an e-mail address. A variant that says only
/// that something was wrong may as well hold why.
fn called(cx: &Cx<'_>, item: &str) -> Option<Refusal> {
    let item = item.strip_suffix("Error").unwrap_or(item);
    let known = ["Unknown", "Duplicate", "Unrecognized"]
        .iter()
        .find_map(|lead| item.strip_prefix(lead))
        .or_else(|| {
            [
                "NotFound",
                "AlreadyExists",
                "Exists",
                "AlreadyTaken",
                "Taken",
                "Unknown",
            ]
            .iter()
            .find_map(|tail| item.strip_suffix(tail))
        });
    let refused = |name: &str| match cx.policy.name(name) {
        Verdict::Refused(refusal) if refusal.class != Class::Vague => Some(refusal),
        _ => None,
    };
    if let Some(known) = known {
        return refused(known);
    }
    let wrong = item
        .strip_prefix("Invalid")
        .or_else(|| item.strip_suffix("Invalid"))?;
    refused(wrong).filter(|refusal| refusal.class == Class::Pii)
}
