//! What the rules on the set-up of telemetry read alike: method chains, the brackets around a place, what a local stands for.

use crate::analysis::code::Code;
use crate::source::{Call, File, TokenKind, Tokens, chain_start, next};

/// How far a walk goes: set-up code is a few hundred tokens.
const STEPS: usize = 4096;

/// The opening brackets around a token, from the inside out.
pub(crate) fn around(file: &File, at: u32) -> impl Iterator<Item = u32> + '_ {
    let mut at = at;
    let mut left = STEPS;
    std::iter::from_fn(move || {
        while at > 0 && left > 0 {
            at -= 1;
            left -= 1;
            match file.token(at).kind {
                TokenKind::Close => at = file.mate(at).min(at),
                TokenKind::Open => return Some(at),
                _ => {}
            }
        }
        None
    })
}

/// The name that is called with an opening bracket: `with` in `.with(`, `matches` in `matches!(`.
pub(crate) fn called(file: &File, open: u32) -> Option<u32> {
    let mut name = open.checked_sub(1)?;
    if file.is(name, b'!') {
        name = name.checked_sub(1)?;
    }
    (file.token(name).kind == TokenKind::Ident).then_some(name)
}

/// One method call of a chain.
pub(crate) struct Link {
    /// The name's token.
    pub(crate) name: u32,
    /// What stands in the brackets.
    pub(crate) arguments: Tokens,
}

/// The method calls of the chain that begins at a token.
pub(crate) fn links(file: &File, start: u32) -> Vec<Link> {
    let mut found = Vec::new();
    let mut at = start;
    for _ in 0..STEPS {
        if at >= file.len() {
            break;
        }
        let token = file.token(at);
        if token.kind == TokenKind::Ident
            && at > start
            && file.is(at - 1, b'.')
            && file.is(at + 1, b'(')
        {
            found.push(Link {
                name: at,
                arguments: argument(file, file.inside(at + 1)),
            });
        }
        let goes_on = token.kind == TokenKind::Ident
            || token.kind == TokenKind::Open && token.byte != b'{'
            || matches!(token.byte, b'.' | b':' | b'?' | b'<' | b'>' | b'!');
        if !goes_on && at > start {
            break;
        }
        at = next(file, at);
        // `a.b() else`, `a.b() if`: a word that no dot and no path leads to ends the chain.
        if file.token(at).kind == TokenKind::Ident
            && at > 0
            && !matches!(file.token(at - 1).byte, b'.' | b':' | b'<')
        {
            break;
        }
    }
    found
}

/// An argument without the comma behind it.
pub(crate) fn argument(file: &File, value: Tokens) -> Tokens {
    let ends_in_comma = value.end > value.start && file.is(value.end - 1, b',');
    value.start..value.end - u32::from(ends_in_comma)
}

/// The name that stands alone as a value, behind `&` and before `.clone()`.
pub(crate) fn alone(file: &File, value: &Tokens) -> Option<u32> {
    let mut value = value.clone();
    while file.is(value.start, b'&') || file.is_word(value.start, "mut") {
        value.start += 1;
    }
    let rest = value.start + 1..value.end;
    let is_clone =
        rest.len() == 4 && file.is(rest.start, b'.') && file.is_word(rest.start + 1, "clone");
    let stands_alone =
        file.token(value.start).kind == TokenKind::Ident && (rest.is_empty() || is_clone);
    (stands_alone && value.start < value.end).then_some(value.start)
}

/// The same value with locals followed: what a name that stands alone was bound to.
pub(crate) fn followed(code: &Code<'_>, value: &Tokens) -> Tokens {
    let mut value = value.clone();
    for _ in 0..8 {
        let Some(name) = alone(code.file, &value) else {
            break;
        };
        match code.flow_at(name).bound_to(code.file.word(name), name) {
            Some(bound) if !bound.contains(&name) => value = bound,
            _ => break,
        }
    }
    value
}

/// How many tokens are asked what they stand for.
const WORDS: usize = 300;

/// Whether a name stands in a value or in what its locals were bound to.
pub(crate) fn mentions(code: &Code<'_>, value: &Tokens, is_meant: &dyn Fn(&str) -> bool) -> bool {
    let mut work = vec![(value.clone(), 0)];
    let mut left = WORDS;
    while let Some((value, depth)) = work.pop() {
        for at in value {
            if left == 0 {
                return false;
            }
            left -= 1;
            if code.file.token(at).kind != TokenKind::Ident {
                continue;
            }
            let name = code.file.word(at);
            if is_meant(name) {
                return true;
            }
            let is_member = at > 0 && code.file.is(at - 1, b'.');
            if depth < 6
                && !is_member
                && !code.file.is(at + 1, b'(')
                && let Some(bound) = code.flow_at(at).bound_to(name, at)
                && !bound.contains(&at)
            {
                work.push((bound, depth + 1));
            }
        }
    }
    false
}

/// Whether a method call belongs to a chain whose start, links or local mean this.
pub(crate) fn chain_mentions(
    code: &Code<'_>,
    call: &Call,
    is_meant: &dyn Fn(&str) -> bool,
) -> bool {
    let dot = call.name.saturating_sub(1);
    let start = chain_start(code.file, dot).min(dot);
    mentions(code, &(start..dot), is_meant)
}
