//! Functions: head, arguments, body.

use super::attribute::{self, Attribute};
use super::{File, Kind, Tokens, Word};

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
    pub fn attribute<'a>(&'a self, file: &File, name: &str) -> Option<&'a Attribute> {
        self.attributes
            .iter()
            .find(|attribute| file.is_word(attribute.name, name))
    }

    /// Its arguments, attributes on them left out.
    pub fn parameters(&self, file: &File) -> Vec<Parameter> {
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
    pub fn whole(&self, file: &File) -> Tokens {
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

pub(super) fn read(file: &File) -> Vec<Function> {
    file.hits(Word::Fn)
        .filter_map(|keyword| one(file, keyword))
        .collect()
}

fn one(file: &File, keyword: u32) -> Option<Function> {
    let name = keyword + 1;
    if file.token(name).kind != Kind::Ident {
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

/// Whether a function's head must end here, be it broken: every head is read to its own end and no further.
fn ends_head(file: &File, at: u32) -> bool {
    let token = file.token(at);
    at >= file.len()
        || matches!(token.byte, b'{' | b'}' | b';')
        || (token.word == Word::Fn && file.token(at + 1).kind == Kind::Ident)
}

/// Where the words before `fn` begin, and whether `async` is one of them.
fn modifiers(file: &File, keyword: u32) -> (u32, bool) {
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

/// The token behind `<..>`, or the one given.
pub fn after_generics(file: &File, at: u32) -> u32 {
    if !file.is(at, b'<') {
        return at;
    }
    let mut depth = 0_usize;
    let mut at = at;
    while at < file.len() {
        match file.token(at).byte {
            b'<' => depth += 1,
            // The arrow of `Fn() -> T` closes nothing.
            b'>' if !(at > 0 && file.is(at - 1, b'-')) => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ if ends_head(file, at) => return at,
            _ => {}
        }
        at = next(file, at);
    }
    at
}

/// The token behind this one, and behind what it opens.
pub fn next(file: &File, at: u32) -> u32 {
    if file.token(at).kind == Kind::Open {
        file.mate(at).max(at) + 1
    } else {
        at + 1
    }
}

/// The tokens of a range that stand in no bracket of it; a bracket's opening one is among them.
pub fn top_level<'a>(file: &'a File, range: &Tokens) -> impl Iterator<Item = u32> + 'a {
    let Tokens { start, end } = *range;
    let mut at = start;
    std::iter::from_fn(move || {
        let here = (at < end).then_some(at)?;
        at = next(file, here);
        Some(here)
    })
}

/// The parts between a mark, generics in angle brackets kept whole where they look like generics.
pub fn split(file: &File, range: Tokens, mark: u8) -> Vec<Tokens> {
    let mut parts = Vec::new();
    let mut from = range.start;
    let mut at = range.start;
    while at < range.end {
        if file.is(at, b'<') && opens_generics(file, at) {
            let behind = after_generics(file, at);
            if behind <= range.end {
                at = behind.max(at + 1);
                continue;
            }
        }
        if file.is(at, mark) {
            parts.push(from..at);
            from = at + 1;
        }
        at = next(file, at);
    }
    if from < range.end {
        parts.push(from..range.end);
    }
    parts
}

/// Whether `<` is a bracket here: behind `::`, or behind a type's name.
fn opens_generics(file: &File, at: u32) -> bool {
    if at == 0 {
        return false;
    }
    let before = at - 1;
    file.is(before, b':') || (file.token(before).kind == Kind::Ident && file.word(before).starts_with(char::is_uppercase))
        // The head of a qualified path: `<T as Trait>::NAME`.
        || (file.token(before).kind == Kind::Punct && !matches!(file.token(before).byte, b'<' | b'=' | b'-'))
}
