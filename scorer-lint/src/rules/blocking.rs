//! Calls that hold up a thread, wherever they stand.

use crate::source::{
    Call, CallKind, Context, ContextKind, File, Kind, Tokens, Word, chain_start, next, path_text,
    resolved,
};

/// A call that holds up its thread.
pub(super) struct Blocking {
    /// The name with its path.
    pub(super) at: Tokens,
    pub(super) what: What,
}

/// How a call holds up its thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Sleep,
    Files,
    Input,
    Http,
    Process,
    BlockOn,
    Channel,
    Hash,
}

impl What {
    /// Completes "`x` ..".
    pub(super) fn why(self) -> String {
        format!(
            "{} in async code: other tasks of this thread wait meanwhile",
            self.does()
        )
    }

    /// The same of a function that calls it.
    pub(super) fn why_through(self) -> String {
        format!(
            "{}, and is called from async code: other tasks of this thread wait meanwhile",
            self.does()
        )
    }

    fn does(self) -> &'static str {
        match self {
            Self::Sleep => "puts the thread to sleep",
            Self::Files => "waits for the file system",
            Self::Input => "waits for standard input",
            Self::Http => "waits for an HTTP answer",
            Self::Process => "waits for a process",
            Self::BlockOn => "blocks on a future",
            Self::Channel => "waits for a channel",
            Self::Hash => "computes a slow hash",
        }
    }

    /// The code to write.
    pub(super) fn help(self) -> &'static str {
        match self {
            Self::Sleep => "write `tokio::time::sleep(..).await`",
            Self::Files => {
                "use `tokio::fs` with `.await`, or put it into `tokio::task::spawn_blocking`"
            }
            Self::Input => "use `tokio::io::stdin()` with `.await`, or a thread of its own",
            Self::Http => "use an async client such as `reqwest::Client`, with `.await`",
            Self::Process => "use `tokio::process::Command`, with `.await`",
            Self::BlockOn => "write `.await`",
            Self::Channel => "use `tokio::sync::mpsc`, with `.await`",
            Self::Hash => "put it into `tokio::task::spawn_blocking(move || ..).await`",
        }
    }
}

/// Words at which a path or a chain is looked at.
const WORDS: &[Word] = &[
    Word::Sleep,
    Word::Fs,
    Word::StdFile,
    Word::OpenOptions,
    Word::Stdin,
    Word::Command,
    Word::Output,
    Word::Status,
    Word::Wait,
    Word::WaitWithOutput,
    Word::Blocking,
    Word::Ureq,
    Word::BlockOn,
    Word::Recv,
    Word::RecvTimeout,
    Word::Send,
    Word::CallIt,
    Word::Bcrypt,
    Word::Pbkdf2,
    Word::Pbkdf2Type,
    Word::Argon2,
    Word::Argon2Type,
    Word::Scrypt,
    Word::ScryptType,
    Word::Djangohashers,
];

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

/// The calls of a file that hold up their thread, by place.
pub(super) fn read(file: &File) -> Vec<Blocking> {
    let mut found: Vec<Blocking> = Vec::new();
    for at in file.hits_of(WORDS) {
        found.extend(one(file, at));
    }
    imported(file, &mut found);
    found.sort_by_key(|blocking| (blocking.at.start, blocking.at.end));
    found.dedup_by_key(|blocking| blocking.at.start);
    found
}

/// What threads run that the file starts by other means than `spawn_blocking`: what a builder of threads, a pool of them
/// or a blocking database client is handed.
pub(super) struct Threads(Vec<Tokens>);

impl Threads {
    pub(super) fn read(file: &File) -> Self {
        let named = file.hits_of(&[Word::Block, Word::Interact, Word::SpawnFifo]);
        let spawned = file
            .hits(Word::Spawn)
            .filter(|name| is_thread_spawn(file, *name));
        let arguments = named
            .into_iter()
            .chain(spawned)
            .filter_map(|name| Call::at(file, name))
            .filter(|call| call.kind != CallKind::Macro)
            .map(|call| call.arguments);
        Self(arguments.collect())
    }

    /// Whether a token is polled by an executor.
    pub(super) fn is_polled(&self, file: &File, at: u32) -> bool {
        self.runner(file, at) == Some(ContextKind::Async)
    }

    /// Who runs a token.
    pub(super) fn runner(&self, file: &File, at: u32) -> Option<ContextKind> {
        let context = innermost(file, at)?;
        // A task that is made within the brackets is polled all the same.
        let on_thread = self
            .0
            .iter()
            .any(|arguments| arguments.contains(&at) && context.body.start < arguments.start);
        Some(if on_thread {
            ContextKind::Thread
        } else {
            context.kind
        })
    }
}

/// The innermost context around a token.
pub(super) fn innermost(file: &File, at: u32) -> Option<&Context> {
    let contexts = file.contexts();
    let before = contexts.partition_point(|context| context.body.start <= at);
    contexts[..before]
        .iter()
        .rev()
        .take(4096)
        .find(|context| context.body.contains(&at))
}

/// `thread::Builder::new().spawn(..)`, `scope.spawn(..)` of threads, `pool.spawn(..)`.
fn is_thread_spawn(file: &File, name: u32) -> bool {
    const OWNERS: &[&str] = &[
        "Builder",
        "thread",
        "scope",
        "thread_pool",
        "threadpool",
        "rayon",
        "pool",
    ];
    Call::at(file, name).is_some_and(|call| {
        call.kind == CallKind::Method
            && call
                .before
                .clone()
                .any(|at| OWNERS.contains(&file.word(at)))
    })
}

fn one(file: &File, at: u32) -> Option<Blocking> {
    match file.token(at).word {
        Word::Sleep => path_call(file, at, &["std::thread::sleep"], What::Sleep),
        Word::Fs => under_fs(file, at),
        Word::StdFile | Word::OpenOptions => on_file(file, at),
        Word::Stdin => on_stdin(file, at),
        Word::Command => run_at_once(file, at),
        Word::Output | Word::Status | Word::Wait | Word::WaitWithOutput => run_later(file, at),
        Word::Blocking => under_blocking(file, at),
        Word::Ureq => under_ureq(file, at),
        Word::BlockOn => block_on(file, at),
        Word::Recv | Word::RecvTimeout => receive(file, at),
        Word::Send | Word::CallIt => send(file, at),
        Word::Pbkdf2Type | Word::Argon2Type | Word::ScryptType => by_hasher(file, at),
        _ => slow_path(file, at).or_else(|| by_hasher(file, at)),
    }
}

fn path_call(file: &File, name: u32, paths: &[&str], what: What) -> Option<Blocking> {
    let call = Call::at(file, name)?;
    let is_it = call.kind == CallKind::Function && paths.contains(&call.resolved(file).as_str());
    (is_it && !is_awaited(file, &call)).then_some(Blocking {
        at: call.before,
        what,
    })
}

/// The path behind a segment, up to a call: its tokens and the call.
fn path_through(file: &File, segment: u32) -> Option<Call> {
    let mut last = segment;
    while file.is_path_separator(last + 1) && file.token(last + 3).kind == Kind::Ident {
        last += 3;
    }
    (last > segment).then(|| Call::at(file, last)).flatten()
}

fn is_awaited(file: &File, call: &Call) -> bool {
    file.is(call.whole.end, b'.') && file.token(call.whole.end + 1).word == Word::Await
}

/// `std::fs::read(..)`, `fs::read(..)` under `use std::fs`.
fn under_fs(file: &File, at: u32) -> Option<Blocking> {
    let call = path_through(file, at)?;
    let path = call.resolved(file);
    let is_std = path.starts_with("std::fs::")
        || path.starts_with("fs_err::") && !path.starts_with("fs_err::tokio");
    (is_std && !is_awaited(file, &call) && opens(&path)).then_some(Blocking {
        at: call.before,
        what: What::Files,
    })
}

/// Whether a function of `std::fs` touches the file system, as against `OpenOptions::new`.
fn opens(path: &str) -> bool {
    !path.ends_with("::new") && !path.ends_with("::options") && !path.ends_with("::from")
        || path.ends_with("create_new")
}

/// `File::open(..)` and `OpenOptions::new().open(..)` of the standard library.
fn on_file(file: &File, at: u32) -> Option<Blocking> {
    // With `fs::` before it, that path is looked at by itself.
    let call = path_through(file, at)?;
    let path = call.resolved(file);
    if !path.starts_with("std::fs::") || is_awaited(file, &call) {
        return None;
    }
    if opens(&path) {
        return Some(Blocking {
            at: call.before,
            what: What::Files,
        });
    }
    let open = chain(file, &call).find(|method| file.is_word(method.name, "open"))?;
    (!is_awaited(file, &open)).then(|| Blocking {
        at: open.name..open.name + 1,
        what: What::Files,
    })
}

/// The methods that are called on a call's result, one after the other.
fn chain<'a>(file: &'a File, call: &Call) -> impl Iterator<Item = Call> + 'a {
    let mut end = call.whole.end;
    std::iter::from_fn(move || {
        while file.is(end, b'?') {
            end += 1;
        }
        if !file.is(end, b'.') {
            return None;
        }
        let method = Call::at(file, end + 1)?;
        end = method.whole.end;
        Some(method)
    })
    .take(64)
}

/// `std::io::stdin().read_line(..)`.
fn on_stdin(file: &File, at: u32) -> Option<Blocking> {
    let call = Call::at(file, at)?;
    if call.kind != CallKind::Function || call.resolved(file) != "std::io::stdin" {
        return None;
    }
    Some(Blocking {
        at: call.before,
        what: What::Input,
    })
}

const RUNS: &[&str] = &["output", "status", "wait", "wait_with_output"];

/// `std::process::Command::new(..).output()`.
fn run_at_once(file: &File, at: u32) -> Option<Blocking> {
    let call = path_through(file, at)?;
    if call.resolved(file) != "std::process::Command::new" {
        return None;
    }
    let run = chain(file, &call).find(|method| RUNS.contains(&file.word(method.name)))?;
    (!is_awaited(file, &run)).then(|| Blocking {
        at: run.name..run.name + 1,
        what: What::Process,
    })
}

/// `command.output()` of a local that is one.
fn run_later(file: &File, at: u32) -> Option<Blocking> {
    let call = Call::at(file, at)?;
    if call.kind != CallKind::Method
        || !call.arguments.is_empty()
        || call.before.len() != 1
        || is_awaited(file, &call)
    {
        return None;
    }
    let value = bound_to(file, call.before.start)?;
    let is_command = value.clone().take(24).any(|at| {
        file.token(at).word == Word::Command
            && path_through(file, at)
                .is_some_and(|made| made.resolved(file) == "std::process::Command::new")
    });
    is_command.then(|| Blocking {
        at: at..at + 1,
        what: What::Process,
    })
}

/// What the last `let` before a name bound it to, within the function.
fn bound_to(file: &File, name: u32) -> Option<Tokens> {
    let body = file.function_at(name)?.body.clone()?;
    let text = file.word(name);
    let from = body.start.max(name.saturating_sub(4000));
    let at = (from..name).rev().find(|at| {
        file.is(*at + 1, b'=') && file.is_word(*at, text)
            || file.is_word(*at, text)
                && file.is(*at + 1, b':')
                && !file.is_path_separator(*at + 1)
                && *at > 0
                && matches!(file.word(*at - 1), "let" | "mut")
    })?;
    let mut end = at;
    while end < body.end && !file.is(end, b';') && !file.is_word(end, "else") {
        end = next(file, end);
    }
    Some(at..end.min(name))
}

/// `reqwest::blocking::get(..)`.
fn under_blocking(file: &File, at: u32) -> Option<Blocking> {
    let call = path_through(file, at)?;
    let path = call.resolved(file);
    (path.starts_with("reqwest::blocking::") && !path.ends_with("Client::builder")).then_some(
        Blocking {
            at: call.before,
            what: What::Http,
        },
    )
}

/// `ureq::get(..).call()`.
fn under_ureq(file: &File, at: u32) -> Option<Blocking> {
    let call = path_through(file, at)?;
    let last = file.word(call.name);
    let sends = chain(file, &call).any(|method| {
        matches!(
            file.word(method.name),
            "call"
                | "send"
                | "send_json"
                | "send_form"
                | "send_string"
                | "send_bytes"
                | "send_empty"
        )
    });
    (call.resolved(file).starts_with("ureq::")
        && sends
        && !matches!(last, "new" | "config_builder"))
    .then_some(Blocking {
        at: call.before,
        what: What::Http,
    })
}

/// `runtime.block_on(..)`, `futures::executor::block_on(..)`.
fn block_on(file: &File, at: u32) -> Option<Blocking> {
    let call = Call::at(file, at)?;
    let at = match call.kind {
        CallKind::Method => call.name..call.name + 1,
        CallKind::Function => call.before.clone(),
        CallKind::Macro => return None,
    };
    Some(Blocking {
        at,
        what: What::BlockOn,
    })
}

/// `receiver.recv()` of a channel that threads have.
fn receive(file: &File, at: u32) -> Option<Blocking> {
    let call = Call::at(file, at)?;
    if call.kind != CallKind::Method || is_awaited(file, &call) {
        return None;
    }
    let names = |path: &str| {
        file.uses()
            .iter()
            .any(|import| import.path.starts_with(path))
    };
    let other = [
        "tokio::sync::mpsc",
        "tokio::sync::broadcast",
        "async_channel",
        "futures::channel",
        "flume",
    ]
    .iter()
    .any(|path| names(path));
    let of_threads =
        (names("std::sync::mpsc") || names("crossbeam") || full_path(file, "std::sync::mpsc"))
            && !other;
    // `Some(x) = receiver.recv() => ..` in a `select!` is polled by the macro.
    let is_consumed = file.is(call.whole.end, b'.')
        || file.is(call.whole.end, b'?')
        || file.is(call.whole.end, b';')
        || file.is(call.whole.end, b'{');
    (of_threads && is_consumed).then(|| Blocking {
        at: at..at + 1,
        what: What::Channel,
    })
}

/// Whether a path through `mpsc` is written out somewhere.
fn full_path(file: &File, path: &str) -> bool {
    file.hits(Word::Mpsc).any(|at| {
        let start = at.saturating_sub(6);
        resolved(file, &path_text(file, &(start..at + 1))).ends_with(path)
    })
}

/// `client.get(url).send()` of reqwest's blocking client, `agent.get(url).call()` of ureq's agent.
fn send(file: &File, at: u32) -> Option<Blocking> {
    let call = Call::at(file, at)?;
    let is_sync =
        call.kind == CallKind::Method && call.arguments.is_empty() && !is_awaited(file, &call);
    if !is_sync || !(file.is(call.whole.end, b'.') || file.is(call.whole.end, b'?')) {
        return None;
    }
    let imports = if file.token(at).word == Word::Send {
        file.uses()
            .iter()
            .any(|import| import.path.starts_with("reqwest::blocking"))
    } else {
        file.hits(Word::Ureq).next().is_some()
    };
    let requests = call.before.clone().any(|at| {
        file.is(at + 1, b'(')
            && matches!(
                file.word(at),
                "get" | "post" | "put" | "delete" | "patch" | "head" | "request"
            )
    });
    // Where the path is written in the same chain, that is the place.
    let has_path = call
        .before
        .clone()
        .any(|at| matches!(file.token(at).word, Word::Blocking | Word::Ureq));
    (imports && requests && !has_path).then(|| Blocking {
        at: at..at + 1,
        what: What::Http,
    })
}

/// `bcrypt::verify(..)`, `ring::pbkdf2::derive(..)`.
fn slow_path(file: &File, at: u32) -> Option<Blocking> {
    let call = path_through(file, at)?;
    let path = call.resolved(file);
    let is_slow = is_slow_path(&path);
    (is_slow && call.kind == CallKind::Function && !is_awaited(file, &call)).then_some(Blocking {
        at: call.before,
        what: What::Hash,
    })
}

/// Whether a function of a slow crate is the slow one.
fn is_slow_path(path: &str) -> bool {
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
fn by_hasher(file: &File, at: u32) -> Option<Blocking> {
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
    let mut end = at + 1;
    while file.is_path_separator(end) && file.token(end + 2).kind == Kind::Ident {
        end += 3;
    }
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
        open = (from..open)
            .rev()
            .find(|before| file.token(*before).kind == Kind::Open && file.mate(*before) > at)?;
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
    let is_let = file.token(name).kind == Kind::Ident
        && matches!(file.word(name.saturating_sub(1)), "let" | "mut");
    is_let.then_some(name)
}

/// The slow work that is done with a local later in its function.
fn used_later(file: &File, name: u32, from: u32) -> Option<Blocking> {
    // Locals that are called after the algorithm are found by that name.
    if matches!(
        file.token(name).word,
        Word::Argon2 | Word::Pbkdf2 | Word::Scrypt | Word::Bcrypt
    ) {
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

/// Calls by a name that the file imports: `use std::fs::read_to_string`, `use bcrypt::verify`.
fn imported(file: &File, found: &mut Vec<Blocking>) {
    let names: Vec<(&str, What)> = file
        .uses()
        .iter()
        .filter(|import| !import.glob)
        .filter_map(|import| what_of(&import.path).map(|what| (import.name.as_str(), what)))
        .collect();
    if names.is_empty() {
        return;
    }
    for at in 0..file.len() {
        if file.token(at).kind != Kind::Ident
            || file.is(at.saturating_sub(1), b'.')
            || file.is(at.saturating_sub(1), b':')
        {
            continue;
        }
        let Some((_, what)) = names.iter().find(|(name, _)| file.is_word(at, name)) else {
            continue;
        };
        let Some(call) = Call::at(file, at).filter(|call| call.kind == CallKind::Function) else {
            continue;
        };
        if !is_awaited(file, &call) {
            found.push(Blocking {
                at: at..at + 1,
                what: *what,
            });
        }
    }
}

/// How a function blocks that is imported by name.
fn what_of(path: &str) -> Option<What> {
    let last = path.rsplit("::").next().unwrap_or_default();
    let is_function = last.starts_with(|letter: char| letter.is_lowercase());
    if !is_function {
        None
    } else if path == "std::thread::sleep" {
        Some(What::Sleep)
    } else if path.starts_with("std::fs::") {
        Some(What::Files)
    } else if path.starts_with("reqwest::blocking::") {
        Some(What::Http)
    } else if is_slow_path(path) {
        Some(What::Hash)
    } else {
        None
    }
}
