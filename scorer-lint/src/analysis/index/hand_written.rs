//! What a `Debug` or a `Display` that somebody wrote prints.

use scorer_instrument_policy::Policy;

use super::Printed;
use crate::source::{File, Impl, TokenKind};

/// `impl fmt::Debug for Login { .. self.user .. }`.
pub(super) fn hand_written(file: &File, block: &Impl) -> Option<Printed> {
    let debug = match file.word(block.of_trait?) {
        "Debug" => true,
        "Display" => false,
        _ => return None,
    };
    let mut members = Vec::new();
    for at in block.body.clone() {
        let is_member = file.is_word(at, "self")
            && file.is(at + 1, b'.')
            && matches!(
                file.token(at + 2).kind,
                TokenKind::Ident | TokenKind::Literal
            );
        // A call on the member makes something else of it, unless it only hands it on.
        let is_whole = !file.is(at + 3, b'.') || hands_on(file.word(at + 4));
        if is_member && is_whole && !is_wrapped(file, at) {
            members.push(file.word(at + 2).to_owned());
        }
    }
    Some(Printed {
        ty: file.word(block.ty).to_owned(),
        debug,
        members,
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
