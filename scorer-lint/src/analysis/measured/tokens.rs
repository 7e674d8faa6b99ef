//! How expressions and statements are told apart by their tokens.

use crate::source::{File, TokenKind, Tokens, next};

/// The brackets of a value around a token, from the outermost.
pub(super) fn enclosing(file: &File, value: &Tokens, token: u32) -> Vec<u32> {
    let mut found = Vec::new();
    let mut at = value.start;
    while at < token {
        if file.token(at).kind == TokenKind::Open && file.mate(at) > token {
            found.push(at);
            at += 1;
        } else {
            at = next(file, at);
        }
    }
    found
}

/// Whether an `=` stands alone.
pub(super) fn is_assignment(file: &File, at: u32) -> bool {
    is_assignment_or_more(file, at)
        && !matches!(
            file.token(at.saturating_sub(1)).byte,
            b'+' | b'-' | b'*' | b'/'
        )
}

/// The same for `+=` and its like.
pub(super) fn is_assignment_or_more(file: &File, at: u32) -> bool {
    let joined = |first: u32, second: u32| file.token(first).end == file.token(second).start;
    file.is(at, b'=')
        && !(matches!(file.token(at + 1).byte, b'=' | b'>') && joined(at, at + 1))
        && !(at > 0
            && matches!(file.token(at - 1).byte, b'=' | b'<' | b'>' | b'!' | b'.')
            && joined(at - 1, at))
}

/// Whether a brace belongs to `Report { .. }`.
pub(super) fn is_struct_literal(file: &File, open: u32) -> bool {
    if open == 0 {
        return false;
    }
    let name = file.word(open - 1);
    file.token(open - 1).kind == TokenKind::Ident
        && name.starts_with(char::is_uppercase)
        && !(open >= 2
            && matches!(
                file.word(open - 2),
                "struct" | "enum" | "impl" | "trait" | "for" | "union" | "mod"
            ))
        && !(open >= 2 && file.is(open - 2, b'>'))
}
