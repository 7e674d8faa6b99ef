//! Calls that hold up a thread, wherever they stand.

mod call;
mod database;
mod hash;
mod paths;
mod threads;
mod values;
mod what;

pub(crate) use call::Blocking;
pub(crate) use threads::{Threads, innermost};
pub(crate) use what::What;

use crate::package::manifest::Manifest;
use crate::source::File;

use hash::{by_hasher, slow_path};
use paths::{imported, on_file, on_stdin, path_call, under_blocking, under_fs, under_ureq};
use values::{block_on, receive, run_at_once, run_later, send};

/// The words that are looked for.
pub(crate) const WORDS: &[&[&str]] = &[
    CALLS,
    &["mpsc", "block", "interact", "spawn_fifo"],
    database::WORDS,
];

/// Words at which a path or a chain is looked at.
const CALLS: &[&str] = &[
    "sleep",
    "fs",
    "File",
    "OpenOptions",
    "stdin",
    "Command",
    "output",
    "status",
    "wait",
    "wait_with_output",
    "blocking",
    "ureq",
    "block_on",
    "recv",
    "recv_timeout",
    "send",
    "call",
    "bcrypt",
    "pbkdf2",
    "Pbkdf2",
    "argon2",
    "Argon2",
    "scrypt",
    "Scrypt",
    "djangohashers",
];

/// The calls of a file that hold up their thread, by place; `manifest`: what the package depends on.
pub(crate) fn read(file: &File, manifest: Option<&Manifest>) -> Vec<Blocking> {
    let mut found: Vec<Blocking> = Vec::new();
    for at in file.hits_of(CALLS) {
        found.extend(one(file, at));
    }
    imported(file, &mut found);
    if manifest.is_some_and(database::waits) {
        database::read(file, &mut found);
    }
    found.sort_by_key(|blocking| (blocking.at.start, blocking.at.end));
    found.dedup_by_key(|blocking| blocking.at.start);
    found
}

fn one(file: &File, at: u32) -> Option<Blocking> {
    match file.word(at) {
        "sleep" => path_call(file, at, &["std::thread::sleep"], What::Sleep),
        "fs" => under_fs(file, at),
        "File" | "OpenOptions" => on_file(file, at),
        "stdin" => on_stdin(file, at),
        "Command" => run_at_once(file, at),
        "output" | "status" | "wait" | "wait_with_output" => run_later(file, at),
        "blocking" => under_blocking(file, at),
        "ureq" => under_ureq(file, at),
        "block_on" => block_on(file, at),
        "recv" | "recv_timeout" => receive(file, at),
        "send" | "call" => send(file, at),
        "Pbkdf2" | "Argon2" | "Scrypt" => by_hasher(file, at),
        _ => slow_path(file, at).or_else(|| by_hasher(file, at)),
    }
}
