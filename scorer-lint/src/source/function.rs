//! Functions: head, arguments, body.

use super::attribute::{self, Attribute};
use super::lex::TokenKind;
use super::text::{Text, Tokens};
use super::walk::{after_generics, ends_head, next, split, top_level};

/// A function, wherever it stands.
#[derive(Clone, Debug)]
pub struct Function {
    /// The first token: of an attribute, of `pub`, or of `async`.
    pub start: u32,
    /// Its outer attributes.
    pub attributes: Vec<Attribute>,
    /// The keyword `fn`.
    pub keyword: u32,
    /// Its name.
    pub name: u32,
    /// Whether it is an `async fn`.
    pub is_async: bool,
    /// The `(` of its arguments.
    pub open: u32,
    /// The returned type; empty without one.
    pub output: Tokens,
    /// What stands in the body's braces.
    pub body: Option<Tokens>,
}

/// One argument of a function.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The pattern.
    pub pattern: Tokens,
    /// The type; empty for `self`.
    pub ty: Tokens,
}

impl Function {
    /// The first attribute of this name.
    pub fn attribute<'a>(&'a self, file: &Text, name: &str) -> Option<&'a Attribute> {
        self.attributes
            .iter()
            .find(|attribute| file.is_word(attribute.name, name))
    }

    /// Its arguments, attributes on them left out.
    pub fn parameters(&self, file: &Text) -> Vec<Parameter> {
        split(file, file.inside(self.open), b',')
            .into_iter()
            .filter(|part| !part.is_empty())
            .map(|mut part| {
                while file.is(part.start, b'#') && file.is(part.start + 1, b'[') {
                    part.start = (file.mate(part.start + 1) + 1).min(part.end);
                }
                let colon = top_level(file, &part).find(|at| {
                    file.is(*at, b':')
                        && !file.is_path_separator(*at)
                        && !file.is_path_separator(at.saturating_sub(1))
                });
                match colon {
                    Some(colon) => Parameter {
                        pattern: part.start..colon,
                        ty: colon + 1..part.end,
                    },
                    None => Parameter {
                        pattern: part.clone(),
                        ty: part.end..part.end,
                    },
                }
            })
            .collect()
    }

    /// From its first attribute to its body's closing brace.
    pub fn whole(&self, file: &Text) -> Tokens {
        let end = match &self.body {
            Some(body) => (body.end + 1).min(file.len()),
            None => self
                .output
                .end
                .max(file.mate(self.open) + 1)
                .min(file.len()),
        };
        self.start..end.max(self.start)
    }
}

pub(super) fn read(file: &Text) -> Vec<Function> {
    file.hits("fn")
        .filter_map(|keyword| one(file, keyword))
        .collect()
}

fn one(file: &Text, keyword: u32) -> Option<Function> {
    let name = keyword + 1;
    if file.token(name).kind != TokenKind::Ident {
        // A type such as `fn(u8)`, or a name that a macro gives.
        return None;
    }
    let open = after_generics(file, name + 1);
    if !file.is(open, b'(') {
        return None;
    }
    let mut at = file.mate(open) + 1;
    let mut output = at..at;
    if file.is(at, b'-') && file.is(at + 1, b'>') {
        at += 2;
        output = at..at;
        while !ends_head(file, at) && !file.is_word(at, "where") {
            at = next(file, at);
        }
        output.end = at;
    }
    while !ends_head(file, at) {
        at = next(file, at);
    }
    let body = (at < file.len() && file.is(at, b'{')).then(|| file.inside(at));
    let (start, is_async) = modifiers(file, keyword);
    let (attributes, start) = attribute::before(file, start);
    Some(Function {
        start,
        attributes,
        keyword,
        name,
        is_async,
        open,
        output,
        body,
    })
}

/// Where the words before `fn` begin, and whether `async` is one of them.
fn modifiers(file: &Text, keyword: u32) -> (u32, bool) {
    let mut start = keyword;
    let mut is_async = false;
    while start > 0 {
        let before = start - 1;
        match file.word(before) {
            "async" => is_async = true,
            "pub" | "const" | "unsafe" | "extern" | "default" | "safe" | "crate" => {}
            ")" => {
                let open = file.mate(before);
                if open == 0 || open >= before || !file.is_word(open - 1, "pub") {
                    break;
                }
                start = open;
                continue;
            }
            text if text.starts_with('"') && before > 0 && file.is_word(before - 1, "extern") => {}
            _ => break,
        }
        start = before;
    }
    (start, is_async)
}
