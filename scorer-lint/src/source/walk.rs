//! Steps over tokens: behind brackets, behind generics, from one comma to the next.

use super::lex::TokenKind;
use super::text::{Text, Tokens};

/// The token behind `<..>`, or the one given.
pub fn after_generics(file: &Text, at: u32) -> u32 {
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
pub fn next(file: &Text, at: u32) -> u32 {
    if file.token(at).kind == TokenKind::Open {
        file.mate(at).max(at) + 1
    } else {
        at + 1
    }
}

/// The tokens of a range that stand in no bracket of it; a bracket's opening one is among them.
pub fn top_level<'a>(file: &'a Text, range: &Tokens) -> impl Iterator<Item = u32> + 'a {
    let Tokens { start, end } = *range;
    let mut at = start;
    std::iter::from_fn(move || {
        let here = (at < end).then_some(at)?;
        at = next(file, here);
        Some(here)
    })
}

/// The parts between a mark, generics in angle brackets kept whole where they look like generics.
pub fn split(file: &Text, range: Tokens, mark: u8) -> Vec<Tokens> {
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
fn opens_generics(file: &Text, at: u32) -> bool {
    if at == 0 {
        return false;
    }
    let before = at - 1;
    file.is(before, b':') || (file.token(before).kind == TokenKind::Ident && file.word(before).starts_with(char::is_uppercase))
        // The head of a qualified path: `<T as Trait>::NAME`.
        || (file.token(before).kind == TokenKind::Punct && !matches!(file.token(before).byte, b'<' | b'=' | b'-'))
}

/// Whether a function's head must end here, be it broken: every head is read to its own end and no further.
pub(super) fn ends_head(file: &Text, at: u32) -> bool {
    let token = file.token(at);
    at >= file.len()
        || matches!(token.byte, b'{' | b'}' | b';')
        || (file.is_word(at, "fn") && file.token(at + 1).kind == TokenKind::Ident)
}
