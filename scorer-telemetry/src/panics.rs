//! The panic hook: a panic becomes one redacted line of the log, instead of the text that the standard hook prints
//! unredacted.
//!
//! A panic within a hook ends the process, and a lock that the panicking thread holds would never be released. So the
//! hook calls no user code, takes no lock that is ever held while user code runs, and does without thread-locals that
//! are already gone. It waits for the line to be written for at most half a second, because the process may be about to
//! abort.

use std::panic::{self, PanicHookInfo};
use std::sync::Arc;
use std::thread;

use crate::config::panics::Panics;
use crate::log::{Logs, Panicked};
use crate::redact::{self, Redactor};
use crate::trace::{entered, unwinding};

/// Installs the hook, from now on until the process ends. The log outlives the guard.
pub(crate) fn install(panics: Panics, logs: Arc<Logs>, redactor: Redactor) {
    // A panicking thread may not change the hook; it would panic again.
    if panics == Panics::Off || thread::panicking() {
        return;
    }
    let previous = panic::take_hook();
    let previous = (panics == Panics::Both).then_some(previous);
    panic::set_hook(Box::new(move |info| {
        report(&logs, &redactor, info);
        if let Some(previous) = &previous {
            previous(info);
        }
    }));
}

fn report(logs: &Logs, redactor: &Redactor, info: &PanicHookInfo<'_>) {
    let message = unwinding::message(info.payload()).unwrap_or("(not a text)");
    let message = redactor.text(message);
    let ids = entered::ids_here();
    // A value that panics while it is printed does not end the span that it is printed for.
    if !redact::is_printing() {
        unwinding::remember(ids, &message);
    }
    let thread = thread::current();
    logs.panicked(&Panicked {
        message: &message,
        thread: thread.name().map(|name| redactor.text(name)).as_deref(),
        location: info
            .location()
            .map(|it| (redactor.text(it.file()), it.line()))
            .as_ref()
            .map(|(file, line)| (&**file, *line)),
        ids,
    });
}
