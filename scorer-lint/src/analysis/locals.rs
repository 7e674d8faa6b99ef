//! What a local was bound to, read backwards from where it is used: for rules that ask before anything is parsed.

use crate::source::{File, Tokens, next};

/// How many tokens are read back.
const NEAR: u32 = 4000;

/// What the last binding before a place gave a name within a body; its type with it, where one is written.
pub(crate) fn bound_to(file: &File, name: &str, at: u32, body: &Tokens) -> Option<Tokens> {
    let from = body.start.max(at.saturating_sub(NEAR));
    let found = (from..at)
        .rev()
        .find(|before| file.is_word(*before, name) && binds(file, *before))?;
    let mut end = found + 2;
    while end < at && !file.is(end, b';') {
        end = next(file, end);
    }
    Some(found + 2..end.min(at))
}

/// Whether a name is that of `name = ..`, `let name: Type = ..`.
fn binds(file: &File, name: u32) -> bool {
    // `info_span!("lend", id = %id)` fills a field.
    let is_field = name > 0 && matches!(file.token(name - 1).byte, b',' | b'(');
    let is_assigned = !is_field && file.is(name + 1, b'=') && !file.is(name + 2, b'=');
    let is_typed = file.is(name + 1, b':') && !file.is_path_separator(name + 1);
    let is_let = name > 0 && matches!(file.word(name - 1), "let" | "mut");
    is_assigned || is_typed && is_let
}
