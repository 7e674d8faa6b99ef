//! Calls that hold up a thread, wherever they stand.

mod hash;
mod paths;
mod threads;
mod values;
mod what;

pub(crate) use threads::{Threads, innermost};
pub(crate) use what::What;

use crate::source::path::path_end;
use crate::source::{Call, File, Tokens, Word};

use hash::{by_hasher, slow_path};
use paths::{imported, on_file, on_stdin, path_call, under_blocking, under_fs, under_ureq};
use values::{block_on, receive, run_at_once, run_later, send};

/// A call that holds up its thread.
pub(crate) struct Blocking {
    /// The name with its path.
    pub(crate) at: Tokens,
    pub(crate) what: What,
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

/// The calls of a file that hold up their thread, by place.
pub(crate) fn read(file: &File) -> Vec<Blocking> {
    let mut found: Vec<Blocking> = Vec::new();
    for at in file.hits_of(WORDS) {
        found.extend(one(file, at));
    }
    imported(file, &mut found);
    found.sort_by_key(|blocking| (blocking.at.start, blocking.at.end));
    found.dedup_by_key(|blocking| blocking.at.start);
    found
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

/// The path behind a segment, up to a call: its tokens and the call.
fn path_through(file: &File, segment: u32) -> Option<Call> {
    let last = path_end(file, segment);
    (last > segment).then(|| Call::at(file, last)).flatten()
}

fn is_awaited(file: &File, call: &Call) -> bool {
    file.is(call.whole.end, b'.') && file.token(call.whole.end + 1).word == Word::Await
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
