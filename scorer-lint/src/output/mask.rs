//! Source lines that are shown never show a secret that stands in them.
//!
//! A line with a finding may hold a hard-coded key. What a literal holds is hidden when the literal is the value of a
//! refused name, when it looks like a key, and, beside a value that must not be recorded, when it is handed to a
//! function. In comments and in files that are no Rust, what looks like a key is hidden.

use std::ops::Range;

use scorer_instrument_policy::{Policy, Verdict};

use crate::source::{File, TokenKind};

/// How many tokens before a literal can say what it is.
const LOOK_BACK: u32 = 48;
/// A literal longer than this is hidden unseen.
const LONG: usize = 4096;
/// A captured name that is longer is hidden.
const LONGEST_NAME: usize = 32;
/// From this length on letters mixed with digits are no word.
const KEY: usize = 8;

/// A part of a text with as many characters as before; `file` is given for Rust.
pub(super) fn mask(
    file: Option<&File>,
    text: &str,
    policy: &Policy,
    bytes: Range<usize>,
    strict: bool,
) -> String {
    let mut hidden = Vec::new();
    match file {
        Some(file) => hide_in_source(file, policy, &bytes, strict, &mut hidden),
        None => hide_keys(text, policy, bytes.clone(), &mut hidden),
    }
    let shown = text.get(bytes.clone()).unwrap_or_default();
    let mut hidden = hidden.into_iter().peekable();
    let mut masked = String::with_capacity(shown.len());
    for (at, letter) in shown.char_indices() {
        let at = bytes.start + at;
        while hidden.next_if(|range| range.end <= at).is_some() {}
        let is_hidden = hidden.peek().is_some_and(|range| range.start <= at) && letter != '\n';
        masked.push(if is_hidden { '*' } else { letter });
    }
    masked
}

fn hide_in_source(
    file: &File,
    policy: &Policy,
    bytes: &Range<usize>,
    strict: bool,
    hidden: &mut Vec<Range<usize>>,
) {
    let mut at = file.token_at(bytes.start);
    let mut gap = bytes.start;
    while at < file.len() {
        let token = file.token(at);
        let (start, end) = (token.start as usize, token.end as usize);
        // What stands between tokens is white space and comments.
        hide_keys(&file.text, policy, gap..start.min(bytes.end), hidden);
        if start >= bytes.end {
            return;
        }
        if let Some(content) = content(file, at)
            && is_secret(file, policy, at, &file.text[content.clone()], strict)
        {
            hide(file, at, content, hidden);
        }
        gap = end;
        at += 1;
    }
    hide_keys(&file.text, policy, gap..bytes.end, hidden);
}

/// Hides what a literal holds. The names that a macro's format string captures stay, because a finding may be about one
/// of them: `info!("********* {email}")`.
fn hide(file: &File, literal: u32, content: Range<usize>, hidden: &mut Vec<Range<usize>>) {
    let mut from = content.start;
    if is_in_macro(file, literal) {
        for capture in captures(&file.text[content.clone()]) {
            hidden.push(from..content.start + capture.start);
            from = content.start + capture.end;
        }
    }
    hidden.push(from..content.end);
}

/// Whether a literal stands directly in the parentheses of a macro.
fn is_in_macro(file: &File, literal: u32) -> bool {
    let first = literal.saturating_sub(LOOK_BACK);
    let mut at = literal;
    while at > first {
        at -= 1;
        match file.token(at).byte {
            b'(' | b'[' => return at > 0 && file.is(at - 1, b'!'),
            b')' | b']' | b'}' => at = file.mate(at).min(at),
            b';' | b'{' | b'=' => return false,
            _ => {}
        }
    }
    false
}

/// The names in braces in a format string, with their braces. Names that are longer than a name usually is, or that have
/// digits, may be parts of a key.
fn captures(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    text.match_indices('{').filter_map(|(open, _)| {
        let rest = &text[open + 1..];
        let name = &rest[..rest.find('}')?];
        let is_name = !name.is_empty()
            && name.len() <= LONGEST_NAME
            && name.bytes().all(|it| it.is_ascii_lowercase() || it == b'_');
        is_name.then(|| open..open + name.len() + 2)
    })
}

/// What a string literal holds, its quotes aside; byte strings and C strings too.
fn content(file: &File, at: u32) -> Option<Range<usize>> {
    let token = file.token(at);
    if !matches!(token.kind, TokenKind::Str | TokenKind::Literal) {
        return None;
    }
    let (start, end) = (token.start as usize, token.end as usize);
    let text = file.text.get(start..end)?;
    let open = text.find('"')?;
    // A literal that never ends has no second quote.
    let close = text
        .rfind('"')
        .filter(|close| *close > open)
        .unwrap_or(text.len());
    Some(start + open + 1..start + close)
}

fn is_secret(file: &File, policy: &Policy, at: u32, text: &str, strict: bool) -> bool {
    text.len() > LONG
        || has_key(text)
        || has_own_token(policy, text)
        || is_held(file, policy, at, strict && is_value(policy, text))
}

/// Whether a text can be a value: what the vocabulary refuses as a name is the name of a value.
fn is_value(policy: &Policy, text: &str) -> bool {
    !text.is_empty() && !is_refused(policy, text)
}

/// Whether a refused name holds the literal (`let password = ".."`, `"password": ".."`, `.password("..")`), or, when
/// `in_calls`, any function is given it.
fn is_held(file: &File, policy: &Policy, literal: u32, in_calls: bool) -> bool {
    let first = literal.saturating_sub(LOOK_BACK);
    let mut at = literal;
    let mut own = true;
    while at > first {
        at -= 1;
        match file.token(at).byte {
            b';' | b'{' | b'}' => return false,
            b',' => {
                // `("password", "..")`: a key and its value.
                if own && at > first && names_secret(file, policy, at - 1) {
                    return true;
                }
                own = false;
            }
            b'(' => {
                // The parts of an attribute are no calls: what is handed to them is shown.
                let is_call = at > 0
                    && file.token(at - 1).kind == TokenKind::Ident
                    && !is_part_of_attribute(file, at, first);
                let by_name = own && is_call && names_secret(file, policy, at - 1);
                return by_name || (is_call && in_calls);
            }
            b')' | b']' => at = file.mate(at).min(at),
            _ if own && names_secret(file, policy, at) => return true,
            _ => {}
        }
    }
    false
}

/// Whether a parenthesis belongs to an attribute, or to a part of one: `#[scorer_span(err(level = "warn"))]`. In
/// `#[scorer_span(fields(x = load("..")))]`, `load` is called.
fn is_part_of_attribute(file: &File, open: u32, first: u32) -> bool {
    let mut at = open;
    while at > first {
        at -= 1;
        // The path before the parenthesis, then what stands before it.
        while at > first && (file.token(at).kind == TokenKind::Ident || file.is(at, b':')) {
            at -= 1;
        }
        if !matches!(file.token(at).byte, b',' | b'(' | b'[') {
            return false;
        }
        while at > first && !matches!(file.token(at).byte, b'(' | b'[') {
            at -= 1;
            if matches!(file.token(at).byte, b')' | b']' | b'}') {
                at = file.mate(at).min(at);
            }
        }
        if file.is(at, b'[') {
            return at > 0 && file.is(at - 1, b'#');
        }
    }
    false
}

fn names_secret(file: &File, policy: &Policy, at: u32) -> bool {
    match file.token(at).kind {
        TokenKind::Ident => is_refused(policy, file.word(at)),
        TokenKind::Str => {
            content(file, at).is_some_and(|content| is_refused(policy, &file.text[content]))
        }
        _ => false,
    }
}

fn is_refused(policy: &Policy, name: &str) -> bool {
    name.len() <= 64 && matches!(policy.name(name), Verdict::Refused(_))
}

/// Hides what looks like a key in a part of a text.
fn hide_keys(text: &str, policy: &Policy, bytes: Range<usize>, hidden: &mut Vec<Range<usize>>) {
    let start = bytes.start;
    let Some(part) = text.get(bytes) else {
        return;
    };
    if has_credentials(part) || has_own_token(policy, part) {
        hidden.push(start..start + part.len());
        return;
    }
    for run in runs(part).filter(|run| is_key(&part[run.clone()])) {
        hidden.push(start + run.start..start + run.end);
    }
}

/// Whether a token of the team's own stands in a text: a prefix of `[[secret]]` with letters behind it.
fn has_own_token(policy: &Policy, text: &str) -> bool {
    policy.team.secret.iter().any(|secret| {
        text.match_indices(&*secret.prefix).any(|(at, prefix)| {
            text[at + prefix.len()..].starts_with(|c: char| c.is_ascii_alphanumeric())
        })
    })
}

fn has_key(text: &str) -> bool {
    has_credentials(text) || runs(text).any(|run| is_key(&text[run]))
}

/// A URL with somebody's name in it, or a key in armour.
fn has_credentials(text: &str) -> bool {
    text.split_once("://")
        .is_some_and(|(_, rest)| rest.contains('@'))
        || text.contains("-----BEGIN")
}

/// The stretches of letters and digits in a text.
fn runs(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let is_part = |letter: char| letter.is_ascii_alphanumeric();
        let start = rest + text[rest..].find(is_part)?;
        let length = text[start..].find(|letter| !is_part(letter));
        let end = length.map_or(text.len(), |length| start + length);
        rest = end;
        Some(start..end)
    })
}

fn is_key(run: &str) -> bool {
    let digits = run.bytes().filter(u8::is_ascii_digit).count();
    run.len() >= KEY && digits > 0
}
