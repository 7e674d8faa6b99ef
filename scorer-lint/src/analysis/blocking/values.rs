//! Calls on a value that holds up its thread: a process, a channel, a runtime, a client.

use crate::analysis::locals::bound_to;
use crate::source::{Call, CallKind, File, path_text, resolved};

use super::call::{Blocking, chain, is_awaited, path_through};
use super::what::What;

const RUNS: &[&str] = &["output", "status", "wait", "wait_with_output"];

/// `std::process::Command::new(..).output()`.
pub(super) fn run_at_once(file: &File, at: u32) -> Option<Blocking> {
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
pub(super) fn run_later(file: &File, at: u32) -> Option<Blocking> {
    let call = Call::at(file, at)?;
    if call.kind != CallKind::Method
        || !call.arguments.is_empty()
        || call.before.len() != 1
        || is_awaited(file, &call)
    {
        return None;
    }
    let name = call.before.start;
    let body = file.function_at(name)?.body.as_ref()?;
    let value = bound_to(file, file.word(name), name, body)?;
    let is_command = value.clone().take(24).any(|at| {
        file.word(at) == "Command"
            && path_through(file, at)
                .is_some_and(|made| made.resolved(file) == "std::process::Command::new")
    });
    is_command.then(|| Blocking {
        at: at..at + 1,
        what: What::Process,
    })
}

/// `runtime.block_on(..)`, `futures::executor::block_on(..)`.
pub(super) fn block_on(file: &File, at: u32) -> Option<Blocking> {
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
pub(super) fn receive(file: &File, at: u32) -> Option<Blocking> {
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
    file.hits("mpsc").any(|at| {
        let start = at.saturating_sub(6);
        resolved(file, &path_text(file, &(start..at + 1))).ends_with(path)
    })
}

/// `client.get(url).send()` of reqwest's blocking client, `agent.get(url).call()` of ureq's agent.
pub(super) fn send(file: &File, at: u32) -> Option<Blocking> {
    let call = Call::at(file, at)?;
    let is_sync =
        call.kind == CallKind::Method && call.arguments.is_empty() && !is_awaited(file, &call);
    if !is_sync || !(file.is(call.whole.end, b'.') || file.is(call.whole.end, b'?')) {
        return None;
    }
    let imports = if file.word(at) == "send" {
        file.uses()
            .iter()
            .any(|import| import.path.starts_with("reqwest::blocking"))
    } else {
        file.hits("ureq").next().is_some()
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
        .any(|at| matches!(file.word(at), "blocking" | "ureq"));
    (imports && requests && !has_path).then(|| Blocking {
        at: at..at + 1,
        what: What::Http,
    })
}
