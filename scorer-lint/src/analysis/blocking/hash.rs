//! Hashes that are slow on purpose, and by which value or crate they are computed.

use crate::source::path::path_end;
use crate::source::{Call, CallKind, File, TokenKind, chain_start, next};

use super::call::{Blocking, is_awaited, path_through};
use super::what::What;

/// Crates whose functions are slow on purpose.
const SLOW_CRATES: &[&str] = &[
    "bcrypt",
    "pbkdf2",
    "argon2",
    "scrypt",
    "djangohashers",
    "rust_argon2",
    "pwhash",
    "fast_pbkdf2",
];

/// `bcrypt::verify(..)`, `ring::pbkdf2::derive(..)`.
pub(super) fn slow_path(file: &File, at: u32) -> Option<Blocking> {
    let call = path_through(file, at)?;
    let path = call.resolved(file);
    let is_slow = is_slow_path(&path);
    (is_slow && call.kind == CallKind::Function && !is_awaited(file, &call)).then_some(Blocking {
        at: call.before,
        what: What::Hash,
    })
}

/// Whether a function of a slow crate is the slow one.
pub(super) fn is_slow_path(path: &str) -> bool {
    let mut segments = path.split("::");
    let first = segments.next().unwrap_or_default();
    let second = segments.clone().next().unwrap_or_default();
    let last = path.rsplit("::").next().unwrap_or_default();
    let is_crate = SLOW_CRATES.contains(&first)
        || (matches!(first, "ring" | "aws_lc_rs") && second == "pbkdf2");
    let is_type = path
        .rsplit("::")
        .nth(1)
        .is_some_and(|owner| owner.starts_with(char::is_uppercase));
    let is_work = last == "derive"
        || last == "verify"
        || last == "scrypt"
        || last == "bcrypt"
        || ["hash", "verify", "pbkdf2", "check_", "make_", "derive_"]
            .iter()
            .any(|begin| last.starts_with(begin));
    is_crate && !is_type && is_work && last.starts_with(|letter: char| letter.is_lowercase())
}

/// `Argon2::default().hash_x(..)`, `parsed.verify_x(&[&Argon2::default()], ..)`, `argon2.hash_x(..)`.
pub(super) fn by_hasher(file: &File, at: u32) -> Option<Blocking> {
    if at > 0 && file.is_word(at - 1, "use") {
        return None;
    }
    let is_work = |name: u32| {
        let word = file.word(name);
        ["hash_", "verify_"]
            .iter()
            .any(|begin| word.starts_with(begin))
            && file.is(name + 1, b'(')
            && file.is(name.saturating_sub(1), b'.')
    };
    // On the hasher itself: `Argon2::default().hash_x(..)`, `argon2.hash_x(..)`, `Pbkdf2.hash_x(..)`.
    let mut end = path_end(file, at) + 1;
    if file.is(end, b'(') {
        end = next(file, end);
    }
    if file.is(end, b'.') && is_work(end + 1) {
        let call = Call::at(file, end + 1)?;
        return (!is_awaited(file, &call)).then(|| Blocking {
            at: end + 1..end + 2,
            what: What::Hash,
        });
    }
    if let Some(name) = local_of(file, at, end) {
        return used_later(file, name, end);
    }
    // Among the arguments of the work: the brackets around it, up to two.
    let mut open = at;
    for _ in 0..3 {
        let from = open.saturating_sub(12);
        open = (from..open).rev().find(|before| {
            file.token(*before).kind == TokenKind::Open && file.mate(*before) > at
        })?;
        if open > 0 && is_work(open - 1) {
            let call = Call::at(file, open - 1)?;
            return (!is_awaited(file, &call)).then(|| Blocking {
                at: call.name..call.name + 1,
                what: What::Hash,
            });
        }
    }
    None
}

/// The local of `let hasher = Argon2::new(..);`.
fn local_of(file: &File, at: u32, end: u32) -> Option<u32> {
    let start = chain_start(file, end);
    if start < 3 || !file.is(start - 1, b'=') || start > at {
        return None;
    }
    let name = start - 2;
    let is_let = file.token(name).kind == TokenKind::Ident
        && matches!(file.word(name.saturating_sub(1)), "let" | "mut");
    is_let.then_some(name)
}

/// The slow work that is done with a local later in its function.
fn used_later(file: &File, name: u32, from: u32) -> Option<Blocking> {
    // Locals that are called after the algorithm are found by that name.
    if matches!(file.word(name), "argon2" | "pbkdf2" | "scrypt" | "bcrypt") {
        return None;
    }
    let body = file.function_at(name)?.body.clone()?;
    let text = file.word(name);
    let used = (from..body.end.min(from.saturating_add(4000))).find(|used| {
        let method = *used + 2;
        file.is_word(*used, text)
            && file.is(*used + 1, b'.')
            && ["hash_", "verify_"]
                .iter()
                .any(|begin| file.word(method).starts_with(begin))
            && file.is(method + 1, b'(')
    })?;
    Some(Blocking {
        at: used + 2..used + 3,
        what: What::Hash,
    })
}
