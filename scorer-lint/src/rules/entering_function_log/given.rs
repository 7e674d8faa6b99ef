//! Whether a value that an event prints is known from the function's arguments, and so from its span.

use crate::analysis::beside::Beside;
use crate::analysis::locals::bound_to;
use crate::analysis::wording;
use crate::source::{Argument, Event, File, Function, TokenKind, Tokens, next};

use super::told::{OWN_NAMES, is_field, is_own_name};

/// How many bindings are followed from a value back to an argument.
const DEEPEST: usize = 4;

/// How many tokens are read back for a pattern.
const NEAR: u32 = 4000;

/// What a function was given.
pub(super) struct Given<'a> {
    pub(super) file: &'a File,
    pub(super) function: &'a Function,
    pub(super) beside: Option<&'a Beside>,
}

impl Given<'_> {
    /// Whether an event prints or records a value that the function was not given.
    pub(super) fn is_news(&self, event: &Event, captures: &[String]) -> bool {
        captures
            .iter()
            .any(|name| !self.has(name, event.name, 0) && !OWN_NAMES.contains(&name.as_str()))
            || event.arguments.iter().any(|argument| match argument {
                Argument::Field { value, .. } => {
                    is_field(self.file, argument) && !self.is_known(value, event.name)
                }
                Argument::Value { value, .. } => !self.is_known(value, event.name),
                _ => false,
            })
    }

    fn is_known(&self, value: &Tokens, at: u32) -> bool {
        is_constant(self.file, value)
            || self.is_of_arguments(value, at, 0)
            || is_own_name(self.file, value)
    }

    /// Whether a name is an argument, or a local that only holds one, or a part of one.
    fn has(&self, name: &str, at: u32, depth: usize) -> bool {
        let is_parameter = || {
            self.function.parameters(self.file).iter().any(|parameter| {
                parameter
                    .pattern
                    .clone()
                    .any(|at| self.file.is_word(at, name))
            })
        };
        name == "self"
            || is_parameter()
            || self
                .beside
                .is_some_and(|beside| beside.binds(self.file, name))
            || depth < DEEPEST
                && self.function.body.as_ref().is_some_and(|body| {
                    let of_pattern = || bound_in_tuple(self.file, name, at, body);
                    bound_to(self.file, name, at, body)
                        .or_else(of_pattern)
                        .is_some_and(|value| {
                            self.is_of_arguments(&self.written(&value), value.start, depth + 1)
                        })
                })
    }

    /// A bound value without the type that is written before it.
    fn written(&self, value: &Tokens) -> Tokens {
        let mut at = value.start;
        while at < value.end && at < value.start + 40 {
            if self.file.is(at, b'=') {
                return at + 1..value.end;
            }
            if matches!(self.file.token(at).byte, b'(' | b'.' | b'?') {
                break;
            }
            at = next(self.file, at);
        }
        value.clone()
    }

    /// Whether an expression shows an argument, a part of it, or another form of it: `request.id`, `&key.to_string()`,
    /// `body.len()`, `format!("{key}_pk")`. What `self` holds is given; what is asked of it may be news. What another function
    /// makes of an argument is news, unless its name says that it only converts it (`to_string(&request)`).
    fn is_of_arguments(&self, value: &Tokens, place: u32, depth: usize) -> bool {
        let file = self.file;
        let mut at = value.start;
        while matches!(file.token(at).byte, b'&' | b'*' | b'(') || file.is_word(at, "mut") {
            at += 1;
        }
        if at >= value.end {
            return false;
        }
        if file.is_word(at, "format") && file.is(at + 1, b'!') {
            return self.formats_arguments(at + 2, place, depth);
        }
        if file.token(at).kind != TokenKind::Ident {
            return false;
        }
        // `serde_json::to_string(&request)`: the last word of the path converts.
        let mut last = at;
        while file.is_path_separator(last + 1) {
            last += 3;
        }
        if last > at || file.is(at + 1, b'(') {
            let inner = file.inside(last + 1);
            // `Email::parse(text)?`: the argument as another type.
            let is_made = last > at
                && makes(file.word(last))
                && file.word(last - 3).starts_with(char::is_uppercase);
            return file.is(last + 1, b'(')
                && (converts(file.word(last)) || is_made)
                && self.is_of_arguments(&inner, place, depth);
        }
        if !self.has(file.word(at), place, depth) {
            return false;
        }
        let of_self = file.is_word(at, "self");
        value.clone().all(|at| match file.token(at).byte {
            b'(' if at > value.start && file.token(at - 1).kind == TokenKind::Ident => {
                let inner = file.inside(at);
                !of_self
                    && (inner.is_empty() || is_default(file, at - 1) || is_literal(file, &inner))
            }
            b'|' | b'+' | b'-' | b'/' | b'<' | b'>' | b'{' => false,
            _ => !file.is_word(at, "await"),
        })
    }

    fn formats_arguments(&self, open: u32, place: u32, depth: usize) -> bool {
        let inside = self.file.inside(open);
        let said = crate::analysis::message::literal_text(self.file, inside.start);
        inside.len() == 1
            && said.has_hole()
            && !said.captures.is_empty()
            && said
                .captures
                .iter()
                .all(|name| self.has(name, place, depth + 1))
    }
}

/// What `let (address, index) = key;` gave to a name of its pattern.
fn bound_in_tuple(file: &File, name: &str, at: u32, body: &Tokens) -> Option<Tokens> {
    let from = body.start.max(at.saturating_sub(NEAR));
    let open = (from..at).rev().find(|open| {
        file.is(*open, b'(')
            && *open > 0
            && file.is_word(*open - 1, "let")
            && file.inside(*open).any(|at| file.is_word(at, name))
    })?;
    let value = file.mate(open) + 2;
    let mut end = value;
    while end < at && !file.is(end, b';') {
        end = next(file, end);
    }
    (file.is(value - 1, b'=') && value < end).then_some(value..end)
}

/// Whether a value is the same at each call: a literal, or a path that is not called, as `label::CACHE` and `MOST`.
fn is_constant(file: &File, value: &Tokens) -> bool {
    let mut at = value.start;
    while at < value.end && matches!(file.token(at).byte, b'&' | b'*') {
        at += 1;
    }
    let path = at..value.end;
    let Some(last) = path.end.checked_sub(1).filter(|last| path.contains(last)) else {
        return false;
    };
    let word = file.word(last);
    let is_path = file.token(last).kind == TokenKind::Ident
        && path
            .clone()
            .all(|at| file.token(at).kind == TokenKind::Ident || file.is(at, b':'));
    is_literal(file, &path)
        || is_path
            && word.starts_with(char::is_uppercase)
            && (path.len() > 1 || !word.contains(char::is_lowercase))
}

/// Whether an expression is made of literals only: `'.'`, `2, ':'`.
fn is_literal(file: &File, value: &Tokens) -> bool {
    !value.is_empty()
        && value.clone().all(|at| {
            matches!(file.token(at).kind, TokenKind::Str | TokenKind::Literal)
                || file.is(at, b',')
                || matches!(file.word(at), "true" | "false")
        })
}

/// Whether a function of a type makes a value of the type from another: `new`, and what the standard library's conversions and
/// their like are called.
fn makes(name: &str) -> bool {
    matches!(
        wording::parts(name).first().map(String::as_str),
        Some("new" | "try" | "parse" | "from")
    )
}

/// Whether a function's name says that it gives its argument in another form: Rust's guidelines name conversions so.
fn converts(name: &str) -> bool {
    let parts = wording::parts(name);
    matches!(
        parts.first().map(String::as_str),
        Some("to" | "as" | "into" | "from" | "encode" | "hex")
    ) && !name.starts_with(char::is_uppercase)
        || name == "Some"
}

/// `unwrap_or("none")`: what stands for a value that is not there.
fn is_default(file: &File, name: u32) -> bool {
    file.word(name).starts_with("unwrap_or") || file.word(name).starts_with("map_err")
}
