//! An attribute: `#[tracing::instrument(skip(pool))]`.

use super::lex::TokenKind;
use super::text::{Text, Tokens};
use super::walk::split;

/// One outer attribute.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// From `#` to the closing bracket.
    pub all: Tokens,
    /// The path's tokens.
    pub path: Tokens,
    /// The path's last segment.
    pub name: u32,
    /// What stands in its parentheses; empty without them.
    pub arguments: Tokens,
    /// Whether it holds under a condition: what `cfg_attr` adds. `all` then is the whole `cfg_attr`.
    pub conditional: bool,
}

impl Attribute {
    /// Reads the attribute whose `[` stands here.
    pub(super) fn read(file: &Text, open: u32) -> Option<Self> {
        let inside = file.inside(open);
        let mut at = inside.start;
        let mut name = None;
        while at < inside.end {
            if file.token(at).kind == TokenKind::Ident {
                name = Some(at);
                at += 1;
            } else if file.is_path_separator(at) {
                at += 2;
            } else {
                break;
            }
        }
        let name = name?;
        // `#[unsafe(no_mangle)]` and `#[cfg_attr(..)]` are read like any other.
        let arguments = if at < inside.end && file.is(at, b'(') {
            file.inside(at)
        } else {
            at..at
        };
        Some(Self {
            all: open.saturating_sub(1)..file.mate(open).saturating_add(1).min(file.len()),
            path: inside.start..at,
            name,
            arguments,
            conditional: false,
        })
    }

    /// What a `cfg_attr` adds under its condition.
    fn added(&self, file: &Text) -> Vec<Self> {
        if !file.is_word(self.name, "cfg_attr") {
            return Vec::new();
        }
        let parts = split(file, self.arguments.clone(), b',');
        let one = |part: &Tokens| {
            let mut at = part.start;
            let mut name = None;
            while at < part.end {
                if file.token(at).kind == TokenKind::Ident {
                    name = Some(at);
                    at += 1;
                } else if file.is_path_separator(at) {
                    at += 2;
                } else {
                    break;
                }
            }
            let arguments = if at < part.end && file.is(at, b'(') {
                file.inside(at)
            } else {
                at..at
            };
            Some(Self {
                all: self.all.clone(),
                path: part.start..at,
                name: name?,
                arguments,
                conditional: true,
            })
        };
        parts.iter().skip(1).filter_map(one).collect()
    }
}

/// The outer attributes that end before a token, in order, and the token at which the first begins.
pub(super) fn before(file: &Text, mut at: u32) -> (Vec<Attribute>, u32) {
    let mut found = Vec::new();
    while at >= 3 && file.is(at - 1, b']') {
        let open = file.mate(at - 1);
        if open == 0 || open >= at - 1 || !file.is(open - 1, b'#') {
            break;
        }
        if let Some(read) = Attribute::read(file, open) {
            // In this order, since all of them are turned round at the end.
            found.extend(read.added(file));
            found.push(read);
        }
        at = open - 1;
    }
    found.reverse();
    (found, at)
}
