//! Structs, enums and `impl` blocks, as far as rules ask: derives, members, whose methods these are.

use super::attribute;
use super::lex::TokenKind;
use super::text::{Text, Tokens};
use super::walk::{after_generics, next, split, top_level};

/// A struct or an enum.
#[derive(Clone, Debug)]
pub struct TypeItem {
    /// Its name's token.
    pub name: u32,
    /// The last segments of what it derives: `Debug`, `Serialize`.
    pub derives: Vec<u32>,
    /// Its members; an enum's are those of all its variants.
    pub members: Vec<Member>,
}

impl TypeItem {
    /// The derive that prints the members: `Debug`, or one of another crate that writes it, such as `DebugAsJson`.
    pub fn derives_debug(&self, file: &Text) -> Option<u32> {
        let mut derives = self.derives.iter().copied();
        derives.find(|derive| file.word(*derive).starts_with("Debug"))
    }
}

/// A member of a struct or of an enum's variant.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its name; none in a tuple.
    pub name: Option<u32>,
    /// The variant that it is the one unnamed member of.
    pub variant: Option<u32>,
    /// Its type.
    pub ty: Tokens,
    /// Its attributes' tokens.
    pub attributes: Tokens,
}

/// An `impl` block.
#[derive(Clone, Debug)]
pub struct Impl {
    /// The keyword.
    pub keyword: u32,
    /// The trait's last segment, if it implements one.
    pub of_trait: Option<u32>,
    /// The type's last segment.
    pub ty: u32,
    /// What stands in its braces.
    pub body: Tokens,
}

pub(super) fn types(file: &Text) -> Vec<TypeItem> {
    let mut found = Vec::new();
    for keyword in file.hits_of(&["struct", "enum"]) {
        let name = keyword + 1;
        if file.token(name).kind != TokenKind::Ident {
            continue;
        }
        let open = after_generics(file, name + 1);
        let mut at = open;
        while at < file.len() && !matches!(file.token(at).byte, b'{' | b'(' | b';' | b'}') {
            at += 1;
        }
        let members = match file.token(at).byte {
            b'{' if file.word(keyword) == "enum" => variants(file, file.inside(at)),
            b'{' => named(file, file.inside(at)),
            b'(' => unnamed(file, file.inside(at)),
            _ => Vec::new(),
        };
        found.push(TypeItem {
            name,
            derives: derives(file, keyword),
            members,
        });
    }
    found
}

fn derives(file: &Text, keyword: u32) -> Vec<u32> {
    let mut start = keyword;
    if start > 0 && file.is(start - 1, b')') {
        start = file.mate(start - 1).min(start);
    }
    if start > 0 && file.is_word(start - 1, "pub") {
        start -= 1;
    }
    let (attributes, _) = attribute::before(file, start);
    let mut found = Vec::new();
    for attribute in attributes {
        let word = file.word(attribute.name);
        if word != "derive" && !file.is_word(attribute.name, "cfg_attr") {
            continue;
        }
        let mut at = attribute.arguments.start;
        while at < attribute.arguments.end {
            if file.token(at).kind == TokenKind::Ident && !file.is_path_separator(at + 1) {
                found.push(at);
            }
            at += 1;
        }
    }
    found
}

fn variants(file: &Text, body: Tokens) -> Vec<Member> {
    let mut members = Vec::new();
    for variant in split(file, body, b',') {
        let open = top_level(file, &variant).find(|at| {
            matches!(file.token(*at).byte, b'{' | b'(')
                && !(*at > variant.start && file.is(*at - 1, b'['))
        });
        match open {
            Some(open) if file.is(open, b'{') => members.extend(named(file, file.inside(open))),
            Some(open) => {
                let mut parts = unnamed(file, file.inside(open));
                if let [alone] = parts.as_mut_slice() {
                    alone.variant = Some(open - 1);
                }
                members.extend(parts);
            }
            None => {}
        }
    }
    members
}

fn named(file: &Text, body: Tokens) -> Vec<Member> {
    split(file, body, b',')
        .into_iter()
        .filter_map(|part| {
            let (attributes, at) = leading(file, &part);
            (file.token(at).kind == TokenKind::Ident && file.is(at + 1, b':') && at + 1 < part.end)
                .then(|| Member {
                    name: Some(at),
                    variant: None,
                    ty: at + 2..part.end,
                    attributes,
                })
        })
        .collect()
}

fn unnamed(file: &Text, body: Tokens) -> Vec<Member> {
    split(file, body, b',')
        .into_iter()
        .filter(|part| !part.is_empty())
        .map(|part| {
            let (attributes, at) = leading(file, &part);
            Member {
                name: None,
                variant: None,
                ty: at.min(part.end)..part.end,
                attributes,
            }
        })
        .collect()
}

/// A member's attributes, and the token behind them and behind `pub`.
fn leading(file: &Text, part: &Tokens) -> (Tokens, u32) {
    let mut at = part.start;
    while at + 1 < part.end && file.is(at, b'#') && file.is(at + 1, b'[') {
        at = next(file, at + 1);
    }
    let attributes = part.start..at.min(part.end);
    if file.is_word(at, "pub") {
        at += 1;
        if file.is(at, b'(') {
            at = next(file, at);
        }
    }
    (attributes, at)
}

pub(super) fn impls(file: &Text) -> Vec<Impl> {
    file.hits("impl")
        .filter_map(|keyword| one(file, keyword))
        .collect()
}

fn one(file: &Text, keyword: u32) -> Option<Impl> {
    // `impl Trait` in a type stands behind a mark that no item stands behind.
    let is_item = keyword == 0
        || matches!(file.token(keyword - 1).byte, b'}' | b';' | b']' | b'{')
        || matches!(file.word(keyword - 1), "unsafe" | "default");
    if !is_item {
        return None;
    }
    let mut at = after_generics(file, keyword + 1);
    let mut names = [None, None];
    let mut part = 0;
    while at < file.len()
        && !matches!(file.token(at).byte, b'{' | b';' | b'}')
        && !file.is_word(at, "where")
    {
        if file.is_word(at, "for") && !file.is(at + 1, b'<') && part == 0 {
            part = 1;
        } else if file.is(at, b'<') {
            at = after_generics(file, at).max(at + 1);
            continue;
        } else if file.token(at).kind == TokenKind::Ident
            && !matches!(file.word(at), "dyn" | "mut" | "const")
        {
            names[part] = Some(at);
        }
        at = next(file, at);
    }
    while at < file.len() && !matches!(file.token(at).byte, b'{' | b';' | b'}') {
        at = next(file, at);
    }
    if !file.is(at, b'{') {
        return None;
    }
    let (of_trait, ty) = match names {
        [of_trait, Some(ty)] => (of_trait, ty),
        [Some(ty), None] => (None, ty),
        [None, None] => return None,
    };
    Some(Impl {
        keyword,
        of_trait,
        ty,
        body: file.inside(at),
    })
}
