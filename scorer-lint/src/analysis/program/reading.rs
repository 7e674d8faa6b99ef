//! Reads what the functions of a file call.

use std::path::PathBuf;
use std::sync::Arc;

use crate::analysis::code::Code;
use crate::analysis::set_up;
use crate::analysis::statements::module_of;
use crate::source::{File, Function, TokenKind, Tokens, next};

use super::arms::{PARSES, arms};
use super::told::{Arm, CallTold, Calls, Name, Told, name};

/// The words that are looked for.
pub(crate) const WORDS: &[&[&str]] = &[
    PARSES,
    PARSERS,
    SERVES,
    SUBSCRIBES,
    HANDS_TO_THREADS,
    &["loop", "while", "spawn"],
];

/// What is derived for a command line's type, by the crates that do so.
const PARSERS: &[&str] = &[
    "Parser",
    "Subcommand",
    "Args",
    "StructOpt",
    "FromArgs",
    "Bpaf",
];

/// What answers requests or takes messages, by the libraries' own names.
const SERVES: &[&str] = &[
    "serve",
    "serve_connection",
    "serve_with_shutdown",
    "serve_with_incoming",
    "serve_with_incoming_shutdown",
    "HttpServer",
    "TcpListener",
    "UnixListener",
    "launch",
    "lambda_runtime",
    "lambda_http",
    "StreamConsumer",
    "basic_consume",
    "service_fn",
    "listen",
    "ctrl_c",
];

/// What sets a subscriber up, by the libraries' own names; a package's own function does so through one of these.
const SUBSCRIBES: &[&str] = &[
    "set_global_default",
    "tracing_subscriber",
    "telemetry",
    "env_logger",
    "simple_logger",
    "fern",
    "log4rs",
    "flexi_logger",
    "SubscriberInitExt",
];

/// What runs a closure on a thread that may be blocked.
const HANDS_TO_THREADS: &[&str] = &["spawn_blocking", "block_in_place", "asyncify", "unblock"];

/// Reads what a file's functions call.
pub(crate) fn read(code: &Code<'_>, path: &Arc<PathBuf>) -> Calls {
    let file = code.file;
    let mut found = Calls {
        functions: Vec::new(),
        parsers: parsers(file),
        wrappers: Vec::new(),
    };
    let threads = file.hits_of(HANDS_TO_THREADS);
    let stem = module_of(file);
    let serves = file.hits_of(SERVES);
    let subscribes = file.hits_of(SUBSCRIBES);
    let loops = file.hits_of(&["loop", "while"]);
    let parses = file.hits_of(PARSES);
    let mut spawns = spawned(file);
    // What a server calls, it calls for each request.
    spawns.extend(
        serves
            .iter()
            .filter(|at| file.is(**at + 1, b'('))
            .map(|at| file.inside(at + 1)),
    );
    spawns.extend(handed_on(file));
    for function in file.functions() {
        let Some(body) = &function.body else { continue };
        if code.is_test(function.keyword) {
            continue;
        }
        if hands_on_a_closure(file, function, body, &threads, &spawns) {
            found.wrappers.push(name(file.word(function.name)));
        }
        let arms = arms(file, function, body, &parses);
        let arm_of = |at: u32| arms.iter().rposition(|(tokens, _)| tokens.contains(&at));
        let among = |places: &[u32]| -> Vec<u32> {
            let from = places.partition_point(|at| *at < body.start);
            let to = places.partition_point(|at| *at < body.end);
            places[from..to].to_vec()
        };
        let serving = among(&serves);
        let looping: Vec<Goes> = among(&loops)
            .into_iter()
            .flat_map(|at| goes_on(file, at))
            .collect();
        let owner = file
            .impl_at(function.keyword)
            .map(|block| name(file.word(block.ty)));
        found.functions.push(Told {
            path: Arc::clone(path),
            body: file.bytes_of(body),
            name: name(file.word(function.name)),
            module: name(&stem),
            owner,
            // What a build script does is no part of the program.
            is_main: file.is_word(function.name, "main")
                && owner.is_none()
                && !file.path.ends_with("build.rs"),
            calls: calls(file, body, &arm_of, &spawns),
            serves: serving.iter().any(|at| arm_of(*at).is_none()),
            loops: looping.contains(&Goes::On),
            loops_from: among(&loops)
                .into_iter()
                .find(|at| goes_on(file, *at).contains(&Goes::On))
                .map(|at| file.bytes_of(&(at..at + 1)).start),
            is_endless: looping.contains(&Goes::ForEver),
            subscribes: !among(&subscribes).is_empty(),
            arms: arms
                .iter()
                .map(|(tokens, ty)| Arm {
                    bytes: file.bytes_of(tokens),
                    ty: *ty,
                    serves: serving.iter().any(|at| tokens.contains(at)),
                })
                .collect(),
        });
    }
    found
}

/// How a loop goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Goes {
    /// It waits for its next turn, or nothing leaves it.
    On,
    /// Nothing leaves it.
    ForEver,
}

fn goes_on(file: &File, keyword: u32) -> Vec<Goes> {
    let mut at = keyword + 1;
    while at < file.len() && !file.is(at, b'{') && !file.is(at, b';') && !file.is(at, b'}') {
        at = next(file, at);
    }
    if !file.is(at, b'{') {
        return Vec::new();
    }
    let (mut waits, mut turns, mut leaves) = (false, false, false);
    for at in file.inside(at) {
        match file.word(at) {
            "await" => waits = true,
            "select" | "recv" | "tick" | "accept" | "changed" | "notified" => turns = true,
            "break" | "return" => leaves = true,
            _ => {}
        }
    }
    let for_ever = waits && file.is_word(keyword, "loop") && !leaves;
    let on = waits && turns || for_ever;
    let found = [on.then_some(Goes::On), for_ever.then_some(Goes::ForEver)];
    found.into_iter().flatten().collect()
}

/// Whether a function hands something that it is given, and that can be called, to a thread: `spawn_blocking(move || span.in_scope(f))`.
fn hands_on_a_closure(
    file: &File,
    function: &Function,
    body: &Tokens,
    threads: &[u32],
    spawns: &[Tokens],
) -> bool {
    let from = threads.partition_point(|at| *at < body.start);
    let handed = threads[from..]
        .iter()
        .take_while(|at| **at < body.end)
        .filter(|at| file.is(**at + 1, b'('))
        .map(|at| file.inside(at + 1));
    let on_threads = spawns.iter().filter(|inside| {
        let at = inside.start.saturating_sub(2);
        body.contains(&at) && file.word(at.saturating_sub(3)) == "thread"
    });
    let handed: Vec<Tokens> = handed.chain(on_threads.cloned()).collect();
    if handed.is_empty() {
        return false;
    }
    let head = function.open..body.start;
    let takes_closure =
        (function.name..body.start).any(|at| matches!(file.word(at), "FnOnce" | "Fn" | "FnMut"));
    takes_closure
        && function.parameters(file).iter().any(|parameter| {
            let local = file.word(parameter.pattern.end.saturating_sub(1));
            head.contains(&parameter.pattern.start)
                && handed
                    .iter()
                    .any(|inside| inside.clone().any(|at| file.is_word(at, local)))
        })
}

/// What `spawn` and its like are handed.
fn spawned(file: &File) -> Vec<Tokens> {
    file.hits("spawn")
        .filter(|at| file.is(*at + 1, b'('))
        .map(|at| file.inside(at + 1))
        .collect()
}

/// The `async` blocks that closures make and hand on: `get(|| async { .. })` runs for each request. What is waited for where
/// it is handed over, as by `retry(|| async { .. }).await`, runs there; for each of a stream's items it does not run once.
fn handed_on(file: &File) -> Vec<Tokens> {
    let mut found = Vec::new();
    for keyword in file.hits("async") {
        let is_move = file.is_word(keyword + 1, "move");
        let at = keyword + 1 + u32::from(is_move);
        // `async |request| { .. }`, or `|request| async { .. }`, `|request| Box::pin(async { .. })`.
        let (open, bar) = if file.is(at, b'|') {
            let end = (at + 1..at + 60).find(|at| file.is(*at, b'{') || file.is(*at, b';'));
            (end.unwrap_or(at), Some(at))
        } else {
            let mut before = keyword;
            while before > 0
                && (matches!(file.word(before - 1), "Box" | "pin")
                    || matches!(file.token(before - 1).byte, b'(' | b'{' | b':'))
            {
                before -= 1;
            }
            (at, before.checked_sub(1).filter(|at| file.is(*at, b'|')))
        };
        let Some(bar) = bar.filter(|_| file.is(open, b'{')) else {
            continue;
        };
        let call = set_up::around(file, bar)
            .take_while(|open| !file.is(*open, b'{'))
            .find(|open| file.is(*open, b'('));
        let Some(call) = call else { continue };
        let callee = set_up::called(file, call).map_or("", |name| file.word(name));
        let behind = file.mate(call) + 1;
        let waits = file.is(behind, b'.') && file.is_word(behind + 1, "await");
        if !waits || callee.contains("for_each") {
            found.push(file.inside(open));
        }
    }
    found
}

/// The types that a command line is read into, by what is derived for them.
fn parsers(file: &File) -> Vec<Name> {
    let mut found = Vec::new();
    for at in file.hits_of(PARSERS) {
        let derives = file.word(at.saturating_sub(2)) == "derive"
            || (at.saturating_sub(40)..at)
                .any(|before| file.is_word(before, "derive") && file.mate(before + 1) > at);
        if !derives {
            continue;
        }
        let keyword = (at..at.saturating_add(120)).find(|at| {
            matches!(file.word(*at), "struct" | "enum") && file.token(*at).kind == TokenKind::Ident
        });
        if let Some(keyword) = keyword {
            found.push(name(file.word(keyword + 1)));
        }
    }
    found
}

fn calls(
    file: &File,
    body: &Tokens,
    arm_of: &dyn Fn(u32) -> Option<usize>,
    spawns: &[Tokens],
) -> Vec<CallTold> {
    let mut found = Vec::new();
    for open in body.clone() {
        if !file.is(open, b'(') || open == body.start {
            continue;
        }
        let mut at = open - 1;
        // `read::<T>(..)`
        if file.is(at, b'>') {
            let Some(before) = (at.saturating_sub(24)..at)
                .rev()
                .find(|before| file.is_path_separator(*before) && file.is(before + 2, b'<'))
            else {
                continue;
            };
            at = before.saturating_sub(1);
        }
        if file.token(at).kind != TokenKind::Ident {
            continue;
        }
        let is_method = at > 0 && file.is(at - 1, b'.');
        let text = file.word(at);
        if !is_method && text.starts_with(|first: char| first.is_uppercase()) {
            continue;
        }
        let module = (!is_method && at >= 3 && file.is_path_separator(at - 2))
            .then(|| file.word(at - 3))
            .filter(|module| !matches!(*module, "self" | "super" | "crate"))
            .map(name);
        found.push(CallTold {
            name: name(text),
            module,
            is_method,
            arm: arm_of(at),
            spawned: spawns.iter().any(|inside| inside.contains(&at)),
        });
    }
    found
}
