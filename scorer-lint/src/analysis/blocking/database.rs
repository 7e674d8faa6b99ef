//! Connections of a pool that blocks (r2d2's, Diesel's over it): waiting for one, and what is asked through it.

use crate::analysis::locals::bound_to;
use crate::package::manifest::Manifest;
use crate::source::{Call, CallKind, File, TokenKind, Tokens};

use super::call::{Blocking, is_awaited};
use super::what::What;

/// The words that are looked for.
pub(super) const WORDS: &[&str] = &["pool", "Pool", "PooledConnection"];

/// Whether the package's pools block: r2d2's alone, since nobody knows of two which is meant.
pub(super) fn waits(manifest: &Manifest) -> bool {
    const ASYNC: &[&str] = &[
        "sqlx",
        "sea-orm",
        "diesel-async",
        "tokio-postgres",
        "bb8",
        "mobc",
        "deadpool",
    ];
    let blocks = manifest
        .depends_on_any(|package| package == "r2d2" || package.starts_with("r2d2_"))
        || manifest.has_feature("diesel", &["r2d2"]);
    let is_async = |package: &str| {
        ASYNC.contains(&package) || package.starts_with("bb8-") || package.starts_with("deadpool-")
    };
    blocks && !manifest.depends_on_any(is_async)
}

/// Every wait for a connection, and every call that is handed one.
pub(super) fn read(file: &File, found: &mut Vec<Blocking>) {
    for at in 0..file.len() {
        if file.token(at).kind != TokenKind::Ident {
            continue;
        }
        let Some(call) = Call::at(file, at).filter(|call| call.kind != CallKind::Macro) else {
            continue;
        };
        if is_awaited(file, &call) {
            continue;
        }
        if is_wait(file, &call) {
            found.push(Blocking {
                at: at..at + 1,
                what: What::Pool,
            });
        } else if asks(file, &call) {
            found.push(Blocking {
                at: at..at + 1,
                what: What::Database,
            });
        }
    }
}

/// `pool.get()`, `self.pool.clone().get()`.
fn is_wait(file: &File, call: &Call) -> bool {
    call.kind == CallKind::Method
        && matches!(file.word(call.name), "get" | "get_timeout")
        && (call.arguments.is_empty() || file.is_word(call.name, "get_timeout"))
        && names_pool(file, &call.before)
}

/// `connection.set(..)`, `orders::insert(&mut connection, ..)` of a connection that such a pool gave.
fn asks(file: &File, call: &Call) -> bool {
    if call.kind == CallKind::Method && call.before.len() == 1 {
        return is_connection(file, call.before.start);
    }
    call.each(file).iter().any(|argument| {
        argument.len() == 3
            && file.is(argument.start, b'&')
            && file.is_word(argument.start + 1, "mut")
            && is_connection(file, argument.start + 2)
    })
}

/// Whether a name is that of a local that a pool gave: by `get`, or by a function that says so of itself.
fn is_connection(file: &File, name: u32) -> bool {
    if file.token(name).kind != TokenKind::Ident {
        return false;
    }
    let Some(body) = file.function_at(name).and_then(|it| it.body.clone()) else {
        return false;
    };
    let Some(value) = bound_to(file, file.word(name), name, &body) else {
        return false;
    };
    // Of `match pool.get() { .. }` what is asked, and all of what another thread makes.
    let is_made_elsewhere = value
        .clone()
        .take(8)
        .any(|at| file.is_word(at, "spawn_blocking"));
    let brace = value.clone().find(|at| file.is(*at, b'{'));
    let head = match brace.filter(|_| !is_made_elsewhere) {
        Some(brace) => value.start..brace,
        None => value,
    };
    head.clone().any(|at| {
        let Some(call) = Call::at(file, at) else {
            return false;
        };
        is_wait(file, &call)
            || call.kind == CallKind::Function
                && says_connection(file.word(at))
                && names_pool(file, &call.arguments)
    })
}

/// Whether a function's name says that it returns a connection: `get_connection`, `redis_conn`.
fn says_connection(name: &str) -> bool {
    name.split('_')
        .any(|word| word.starts_with("con") || matches!(word, "cnxn" | "cxn"))
}

/// Whether one of the names is a pool's.
fn names_pool(file: &File, tokens: &Tokens) -> bool {
    tokens.clone().any(|at| {
        let word = file.word(at);
        word.ends_with("pool") || word.ends_with("POOL")
    })
}
