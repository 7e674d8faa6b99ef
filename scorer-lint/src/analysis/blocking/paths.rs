//! Calls that a path names: `std::thread::sleep`, `std::fs::read`, `reqwest::blocking::get`, or the same by an import.

use crate::source::{Call, CallKind, File, TokenKind};

use super::call::{Blocking, chain, is_awaited, path_through};
use super::hash::is_slow_path;
use super::what::What;

pub(super) fn path_call(file: &File, name: u32, paths: &[&str], what: What) -> Option<Blocking> {
    let call = Call::at(file, name)?;
    let is_it = call.kind == CallKind::Function && paths.contains(&call.resolved(file).as_str());
    (is_it && !is_awaited(file, &call)).then_some(Blocking {
        at: call.before,
        what,
    })
}

/// `std::fs::read(..)`, `fs::read(..)` under `use std::fs`.
pub(super) fn under_fs(file: &File, at: u32) -> Option<Blocking> {
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
    let makes = path.ends_with("::new")
        || path.ends_with("::options")
        || path.ends_with("::from")
        || path.contains("::Permissions::");
    !makes || path.ends_with("create_new")
}

/// `File::open(..)` and `OpenOptions::new().open(..)` of the standard library.
pub(super) fn on_file(file: &File, at: u32) -> Option<Blocking> {
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

/// `std::io::stdin().read_line(..)`.
pub(super) fn on_stdin(file: &File, at: u32) -> Option<Blocking> {
    let call = Call::at(file, at)?;
    if call.kind != CallKind::Function || call.resolved(file) != "std::io::stdin" {
        return None;
    }
    Some(Blocking {
        at: call.before,
        what: What::Input,
    })
}

/// `reqwest::blocking::get(..)`.
pub(super) fn under_blocking(file: &File, at: u32) -> Option<Blocking> {
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
pub(super) fn under_ureq(file: &File, at: u32) -> Option<Blocking> {
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

/// Calls by a name that the file imports: `use std::fs::read_to_string`, `use bcrypt::verify`.
pub(super) fn imported(file: &File, found: &mut Vec<Blocking>) {
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
        if file.token(at).kind != TokenKind::Ident
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
