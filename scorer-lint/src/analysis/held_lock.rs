//! Guards of locks for threads that live over an `.await`.

use crate::analysis::blocking::{Threads, innermost};
use crate::source::{Call, CallKind, File, TokenKind, Tokens, next};

/// The words that are looked for.
pub(crate) const WORDS: &[&[&str]] = &[LOCKS, AWAITS, &["Mutex", "RwLock"]];

const LOCKS: &[&str] = &["lock", "read", "write"];
const AWAITS: &[&str] = &["await", "join", "try_join", "select"];

/// A guard that is held over an `.await`.
pub(crate) struct LockGuard {
    /// Its local, if it has one.
    pub(crate) name: Option<u32>,
    /// The name of the locking method.
    pub(crate) lock: u32,
}

/// The guards of a file that are held over an `.await`, by place; `parking`: whether the package has `parking_lot`.
pub(crate) fn read(file: &File, threads: &Threads, parking: bool) -> Vec<LockGuard> {
    let mut found = Vec::new();
    let locks = file.hits_of(LOCKS);
    if locks.is_empty() {
        return found;
    }
    let waits: Vec<u32> = file
        .hits_of(AWAITS)
        .into_iter()
        .filter(|at| file.word(*at) == "await" || file.is(*at + 1, b'!'))
        .collect();
    let types = Types::read(file, parking);
    for name in locks {
        if !threads.is_polled(file, name) {
            continue;
        }
        if let Some(call) = Call::at(file, name)
            && let Some(end) = guard_end(file, &call, &types)
            && let Some(held) = held(file, &call, end, &waits)
        {
            found.push(held);
        }
    }
    found
}

/// Whose locks a file can mean.
struct Types {
    /// `parking_lot`'s `Mutex` and `RwLock`, which need no `unwrap`.
    parking: [bool; 2],
    /// The standard library's `Mutex` and `RwLock`, by name.
    std: [bool; 2],
}

impl Types {
    fn read(file: &File, parking: bool) -> Self {
        let of = |word: &str, krate: &str| match file.resolve(word) {
            Some(import) => import.path.starts_with(krate),
            None => file.hits(word).any(|at| {
                at >= 3 && file.is_path_separator(at - 2) && krate.ends_with(file.word(at - 3))
            }),
        };
        let elsewhere = |text: &str| parking && file.resolve(text).is_none();
        Self {
            parking: [
                of("Mutex", "parking_lot") || elsewhere("Mutex"),
                of("RwLock", "parking_lot") || elsewhere("RwLock"),
            ],
            std: [of("Mutex", "std::sync"), of("RwLock", "std::sync")],
        }
    }
}

/// Where the expression ends whose value is the guard: behind `.lock()`, or behind the `.unwrap()` that the standard library asks for.
fn guard_end(file: &File, call: &Call, types: &Types) -> Option<u32> {
    const UNWRAPS: &[&str] = &["unwrap", "expect", "unwrap_or_else", "map_err", "context"];
    if call.kind != CallKind::Method || !call.arguments.is_empty() {
        return None;
    }
    let mut end = call.whole.end;
    let is_other = call
        .before
        .clone()
        .any(|at| matches!(file.word(at), "stdout" | "stderr" | "stdin"));
    if is_other || file.is(end, b'.') && file.word(end + 1) == "await" {
        return None;
    }
    let unwraps = |end: u32| {
        file.is(end, b'.') && UNWRAPS.contains(&file.word(end + 1)) && file.is(end + 2, b'(')
    };
    if unwraps(end) {
        while unwraps(end) {
            end = next(file, end + 2);
        }
        while file.is(end, b'?') {
            end += 1;
        }
        return Some(end);
    }
    let kind = usize::from(file.word(call.name) != "lock");
    // `if let Ok(guard) = x.lock() {`
    let is_matched = file.is(end, b'{') || file.is_word(end, "else");
    (types.parking[kind] || types.std[kind] && is_matched).then_some(end)
}

fn held(file: &File, call: &Call, end: u32, waits: &[u32]) -> Option<LockGuard> {
    let scope = scope_around(file, call.name)?;
    let context = innermost(file, call.name)?;
    let start = statement_start(file, call.whole.start, scope.start);
    let local = local_name(file, start, call, end);
    let (from, until) = match local {
        Some(_) => (end, scope.end),
        // A temporary lives to the end of its statement, in a `match` or `if let` over its whole body.
        None => (call.whole.end, statement_end(file, start, call, scope.end)?),
    };
    let first = waits.partition_point(|at| *at < from);
    let wait = waits[first..]
        .iter()
        .copied()
        .take(256)
        .take_while(|at| *at < until)
        .find(|at| innermost(file, *at).is_some_and(|other| other.body == context.body))?;
    let is_moved = local.is_some_and(|name| is_moved(file, name, end, wait));
    (!is_moved).then_some(LockGuard {
        name: local,
        lock: call.name,
    })
}

/// Whether a guard is given away between two places: `drop(guard)`.
fn is_moved(file: &File, name: u32, from: u32, until: u32) -> bool {
    let text = file.word(name);
    (from..until).any(|at| {
        file.token(at).kind == TokenKind::Ident
            && matches!(file.token(at - 1).byte, b'(' | b',')
            && matches!(file.token(at + 1).byte, b')' | b',')
            && file.is_word(at, text)
    })
}

/// The name in `let guard = x.lock().unwrap();`, where the guard is all of the value.
fn local_name(file: &File, start: u32, call: &Call, end: u32) -> Option<u32> {
    if !file.is_word(start, "let") || !(file.is(end, b';') || file.is_word(end, "else")) {
        return None;
    }
    let mut name = start + 1;
    if file.is_word(name, "mut") {
        name += 1;
    }
    // `let Ok(guard) = x.lock() else {..};`
    if file.token(name).kind == TokenKind::Ident && file.is(name + 1, b'(') {
        name += 2;
        if file.is_word(name, "mut") {
            name += 1;
        }
    }
    let value = (name..call.whole.start.max(name)).find(|at| file.is(*at, b'='))? + 1;
    // `*x.lock().unwrap()` copies, `&..` keeps a temporary alive as long as the local.
    let is_whole =
        value == call.whole.start || file.is(value, b'&') && value + 1 == call.whole.start;
    (is_whole && !file.is_word(name, "_")).then_some(name)
}

/// How far back a scope's begin is looked for.
const LOOK_BACK: u32 = 6000;

/// What stands in the innermost braces around a token.
fn scope_around(file: &File, at: u32) -> Option<Tokens> {
    let body = file.function_at(at)?.body.clone()?;
    let mut open = None;
    let mut here = body.start.max(at.saturating_sub(LOOK_BACK));
    while here < at {
        if file.token(here).kind == TokenKind::Open && file.mate(here) > at {
            if file.is(here, b'{') {
                open = Some(here);
            }
            here += 1;
        } else {
            here = next(file, here);
        }
    }
    Some(open.map_or(body, |open| file.inside(open)))
}

/// Where the statement or the arm begins that a token stands in.
fn statement_start(file: &File, at: u32, from: u32) -> u32 {
    let mut start = from;
    let mut here = from.max(at.saturating_sub(LOOK_BACK));
    while here < at {
        let behind = next(file, here);
        if behind > at {
            break;
        }
        let is_block_end = file.is(here, b'{')
            && !matches!(file.token(behind).byte, b'.' | b'?')
            && !file.is_word(behind, "else");
        let is_arrow = file.is(here, b'>') && here > 0 && file.is(here - 1, b'=');
        if matches!(file.token(here).byte, b';' | b',') || is_block_end || is_arrow {
            start = behind;
        }
        here = behind;
    }
    start
}

/// Where a temporary of a statement dies; nowhere for one that is gone before the rest of the statement runs.
fn statement_end(file: &File, start: u32, call: &Call, end: u32) -> Option<u32> {
    // In a closure it dies with the closure.
    if (start..call.whole.start).any(|at| file.is(at, b'|')) {
        return None;
    }
    let first = file.word(start);
    let is_scrutinee = matches!(first, "match" | "for")
        || matches!(first, "if" | "while") && file.is_word(start + 1, "let");
    if matches!(first, "if" | "while") && !is_scrutinee {
        return None;
    }
    let mut at = start;
    while at < end && !matches!(file.token(at).byte, b';' | b',') {
        if file.is(at, b'{') {
            if file.inside(at).contains(&call.name) {
                return None;
            }
            if is_scrutinee && at > call.name {
                return Some(file.mate(at));
            }
        }
        at = next(file, at);
    }
    Some(at)
}
