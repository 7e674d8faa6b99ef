//! What a `Debug` or a `Display` that somebody wrote prints.

use scorer_instrument_policy::Policy;

use super::facts::Printed;
use crate::source::{File, Impl, TokenKind, next};

/// `impl fmt::Debug for Login { .. self.user .. }`.
pub(super) fn hand_written(file: &File, block: &Impl) -> Option<Printed> {
    let debug = match file.word(block.of_trait?) {
        "Debug" => true,
        "Display" => false,
        _ => return None,
    };
    let mut members = Vec::new();
    let mut by_other = false;
    for at in block.body.clone() {
        by_other |= prints_self(file, at, debug);
        let is_member = file.is_word(at, "self")
            && file.is(at + 1, b'.')
            && matches!(
                file.token(at + 2).kind,
                TokenKind::Ident | TokenKind::Literal
            );
        if is_member
            && hands_on_all(file, at + 3)
            && !is_wrapped(file, at)
            && !is_bound_unused(file, at, block.body.end)
        {
            members.push(file.word(at + 2).to_owned());
        }
    }
    Some(Printed {
        ty: file.word(block.ty).to_owned(),
        debug,
        members,
        by_other,
    })
}

/// Whether every call behind a member hands it on: `self.options.clone().password("***")` is something else.
fn hands_on_all(file: &File, mut at: u32) -> bool {
    while file.is(at, b'.') {
        let is_call = file.is(at + 2, b'(');
        if is_call && !hands_on(file.word(at + 1)) || !is_call && file.is_word(at + 1, "await") {
            return false;
        }
        if !is_call {
            // A member of the member.
            return false;
        }
        at = next(file, at + 2);
    }
    true
}

/// `write!(f, "{self}")` in a `Debug`, `{self:?}` in a `Display`.
fn prints_self(file: &File, at: u32, debug: bool) -> bool {
    file.token(at).kind == TokenKind::Str
        && file
            .word(at)
            .contains(if debug { "{self}" } else { "{self:?}" })
}

/// `if let Some(_) = &self.password`, where nothing reads what the pattern binds.
fn is_bound_unused(file: &File, at: u32, end: u32) -> bool {
    let mut before = at;
    while before > 0 && file.is(before - 1, b'&') {
        before -= 1;
    }
    if before < 2 || !file.is(before - 1, b'=') {
        return false;
    }
    let start = (before.saturating_sub(16)..before)
        .rev()
        .find(|at| file.is_word(*at, "let"));
    let Some(start) = start else { return false };
    let mut bound = (start + 1..before).filter(|at| {
        let word = file.word(*at);
        file.token(*at).kind == TokenKind::Ident
            && word.starts_with(|first: char| first.is_lowercase() || first == '_')
    });
    !bound.any(|name| {
        let name = file.word(name);
        (at..end).any(|at| match file.token(at).kind {
            TokenKind::Ident => file.word(at) == name,
            TokenKind::Str => file.word(at).contains(&format!("{{{name}")),
            _ => false,
        })
    })
}

/// Whether what a method returns, or writes, is what it is called on.
fn hands_on(method: &str) -> bool {
    let policy = Policy::default();
    method == "fmt" || policy.is_transparent(method) || policy.makes_text(method)
}

/// Whether a member stands in the parentheses of a call that hides it: `mask(&self.key)`.
fn is_wrapped(file: &File, at: u32) -> bool {
    let mut before = at;
    while before > 0 && file.is(before - 1, b'&') {
        before -= 1;
    }
    before >= 2
        && file.is(before - 1, b'(')
        && file.token(before - 2).kind == TokenKind::Ident
        && Policy::default().declassifies(file.word(before - 2))
}
