//! The panic hook: a panic is one redacted line of the log, in place of the text that the standard hook prints as it is.
//!
//! A panic within a hook ends the process, and a lock that the panicking thread has would never be free. So nothing of the
//! user's is called from here, no lock is taken that is ever held while code of the user's runs, and what has ended with
//! the thread is done without. The line is waited for, for half a second at most: the process may be about to abort.

use std::panic::{self, PanicHookInfo};
use std::sync::Arc;
use std::thread;

use crate::config::panics::Panics;
use crate::log::{Logs, Panicked};
use crate::redact::{self, Redactor};
use crate::trace::{entered, unwinding};

/// Makes panics lines of this log, from now on until the process ends: the log outlives the guard.
pub(crate) fn install(panics: Panics, logs: Arc<Logs>, redactor: Redactor) {
    // A thread that is panicking may not change the hook; it would panic again.
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
    // What a value does while it is printed is no end of the span that it is printed for.
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
