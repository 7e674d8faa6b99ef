//! What a connection to a database looks like: its name, its type, and what only hands it on.

use crate::analysis::wording::parts;
use crate::source::{File, Function, TokenKind, Tokens, next};

/// What a connection is called, as a part of a variable's or a type's name. Values have no type here, and crates call their
/// connections by these words.
fn is_connection_word(word: &str) -> bool {
    matches!(
        word,
        "pool"
            | "conn"
            | "connection"
            | "tx"
            | "txn"
            | "trx"
            | "transaction"
            | "db"
            | "database"
            | "executor"
            | "repo"
            | "repository"
            | "deadpool"
            | "pg"
            | "pgpool"
            | "postgres"
    )
}

/// `db_pool`, `conn`; not `database_url`.
pub(super) fn is_connection_name(name: &str) -> bool {
    let parts = parts(name);
    let last = parts.last().map_or("", |last| {
        last.trim_end_matches(|letter: char| letter.is_ascii_digit())
    });
    is_connection_word(last)
}

/// `PgPool`, `DatabaseConnection`, `ConnectionTrait`; not `DatabaseUrl`.
fn is_connection_type(name: &str) -> bool {
    let parts = parts(name);
    let named = |part: &String| is_connection_word(part);
    parts.last().is_some_and(named)
        || parts
            .last()
            .is_some_and(|last| last == "trait" || last == "like")
            && parts.iter().any(named)
}

/// What only hands the connection on, or looks at it.
pub(super) fn is_plumbing(method: &str) -> bool {
    matches!(
        method,
        "clone"
            | "as_ref"
            | "as_mut"
            | "deref"
            | "deref_mut"
            | "size"
            | "num_idle"
            | "is_closed"
            | "close"
            | "get_database_backend"
            | "into"
            | "borrow"
            | "borrow_mut"
            | "inner"
            | "options"
    )
}

/// Whether an expression is the only member of a type that is named for what it wraps: `self.0` of `struct OrdersDb(Pool)`.
fn is_wrapped(file: &File, value: &Tokens) -> bool {
    let Some(start) = value
        .clone()
        .find(|at| !matches!(file.token(*at).byte, b'&' | b'*') && !file.is_word(*at, "mut"))
    else {
        return false;
    };
    value.end == start + 3
        && file.is_word(start, "self")
        && file.is(start + 1, b'.')
        && file.word(start + 2) == "0"
        && file
            .impl_at(start)
            .is_some_and(|block| is_connection_type(file.word(block.ty)))
}

/// Whether an expression is a connection: `&mut *conn`, `&state.pool`, `tx.as_mut()`, or an argument of such a type.
pub(crate) fn is_connection(file: &File, function: &Function, value: &Tokens) -> bool {
    if is_wrapped(file, value) {
        return true;
    }
    let mut last = None;
    let mut at = value.start;
    for _ in 0..40 {
        if at >= value.end {
            break;
        }
        match file.token(at).kind {
            TokenKind::Ident if matches!(file.word(at), "mut" | "self") => {}
            TokenKind::Ident
                if file.is(at + 1, b'(') && last.is_some() && is_plumbing(file.word(at)) => {}
            TokenKind::Ident => last = Some(at),
            TokenKind::Open if file.is(at, b'(') && last.is_some() => {
                at = next(file, at);
                continue;
            }
            TokenKind::Open | TokenKind::Close if matches!(file.token(at).byte, b'(' | b')') => {}
            TokenKind::Punct if matches!(file.token(at).byte, b'&' | b'*' | b'.' | b'?' | b':') => {
            }
            _ => return false,
        }
        at += 1;
    }
    let Some(last) = last.filter(|_| at >= value.end) else {
        return false;
    };
    let word = file.word(last);
    if word.chars().next().is_some_and(char::is_uppercase) {
        return false;
    }
    if is_connection_name(word) {
        return true;
    }
    function.parameters(file).iter().any(|parameter| {
        parameter
            .pattern
            .clone()
            .any(|at| file.is_word(at, word) && value.len() <= 4)
            && parameter.ty.clone().any(|at| {
                file.token(at).kind == TokenKind::Ident && is_connection_type(file.word(at))
            })
    })
}
