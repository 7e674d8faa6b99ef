//! The code that makes a finding what it is, as words that formatting leaves alone.
//!
//! What is taken is small, so that a change beside it makes no other finding of it: the argument, the field or the statement,
//! without what stands in its braces. What a literal holds is left out, the names that it captures aside: no secret is hashed.

use std::ops::Range;

use crate::source::{File, TokenKind, Tokens, captured};

/// How many tokens are looked at to each side of what is at fault.
const AROUND: u32 = 200;
/// How many brackets are left for words to be found.
const WIDER: usize = 4;

/// The words of a finding's code, a space between each.
pub(super) fn words(file: &File, bytes: &Range<usize>) -> String {
    let first = file.token_at(bytes.start);
    let last = file
        .token_at(bytes.end.saturating_sub(1).max(bytes.start))
        .max(first);
    if is_within_literal(file, first, bytes) {
        return captured(file, first, bytes).join(" ");
    }
    let own = first..last.saturating_add(1).min(file.len()).max(first);
    if in_head(file, first) {
        return spelt(file, &own);
    }
    let mut part = around(file, &own);
    for _ in 0..WIDER {
        let words = spelt(file, &part);
        if !words.is_empty() || part.start == 0 {
            return words;
        }
        // Nothing but literals: what they are handed to says more.
        let before = part.start - 1;
        // Behind the last argument may stand a comma, or none.
        let end = match file.token(before).kind {
            TokenKind::Open => file.mate(before).max(part.end),
            _ => part.end,
        };
        let wider = before..end.saturating_add(1).min(file.len());
        part = around(file, &wider);
    }
    String::new()
}

/// Whether a finding stands between a literal's quotes.
fn is_within_literal(file: &File, at: u32, bytes: &Range<usize>) -> bool {
    let token = file.token(at);
    token.kind == TokenKind::Str
        && (token.start as usize) < bytes.start
        && bytes.end < token.end as usize
}

/// Whether a token stands in a function's head outside its brackets: what follows a name there is no part of the finding.
fn in_head(file: &File, at: u32) -> bool {
    let functions = file.functions();
    let before = functions.partition_point(|function| function.keyword <= at);
    before
        .checked_sub(1)
        .and_then(|last| functions.get(last))
        .is_some_and(|function| at < function.open)
}

/// From one comma, semicolon, brace, arrow or closure's bar to the next, in the brackets that stand around.
fn around(file: &File, own: &Tokens) -> Tokens {
    let mut start = own.start;
    let floor = own.start.saturating_sub(AROUND);
    while start > floor {
        let before = start - 1;
        let token = file.token(before);
        let is_arrow = token.byte == b'>' && before > 0 && file.is(before - 1, b'=');
        if token.kind == TokenKind::Open
            || matches!(token.byte, b',' | b';' | b'|' | b'}')
            || is_arrow
        {
            break;
        }
        start = match token.kind {
            TokenKind::Close => file.mate(before).min(before),
            _ => before,
        };
    }
    let mut end = own.end;
    let ceiling = own.end.saturating_add(AROUND).min(file.len());
    while end < ceiling {
        let token = file.token(end);
        if token.kind == TokenKind::Close || matches!(token.byte, b';' | b'{') || divides(file, end)
        {
            break;
        }
        end = crate::source::next(file, end);
    }
    start..end.min(file.len()).max(start)
}

/// Whether a token is a comma between two things: the last one of generics comes and goes with the lines.
fn divides(file: &File, at: u32) -> bool {
    file.is(at, b',') && !file.is(at + 1, b'>')
}

/// Identifiers, captures and the marks that formatting neither adds nor removes.
fn spelt(file: &File, tokens: &Tokens) -> String {
    let mut words: Vec<&str> = Vec::new();
    for at in tokens.clone() {
        let token = file.token(at);
        match token.kind {
            TokenKind::Ident | TokenKind::Lifetime => words.push(file.word(at)),
            TokenKind::Str => {
                words.extend(captured(
                    file,
                    at,
                    &(token.start as usize..token.end as usize),
                ));
            }
            TokenKind::Punct if !matches!(token.byte, b',' | b';' | b'|') => {
                words.push(file.word(at));
            }
            _ => {}
        }
    }
    // Marks alone tell nothing apart.
    if words
        .iter()
        .all(|word| !word.starts_with(|first: char| first.is_alphanumeric() || first == '_'))
    {
        return String::new();
    }
    words.join(" ")
}
