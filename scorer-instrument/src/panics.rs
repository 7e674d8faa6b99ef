//! The panic hook: a panic is one redacted line of the log, in place of the text that the standard hook prints as it is.
//!
//! A panic within a hook ends the process, and a lock that the panicking thread has would never be free. So nothing of the
//! user's is called from here, no lock is taken that is ever held while code of the user's runs, and what has ended with
//! the thread is done without.

use std::panic::{self, PanicHookInfo};
use std::sync::Arc;
use std::thread;

use crate::layer;
use crate::logs::{Logs, Panicked};
use crate::redact::Redactor;

/// What is done about a panic: `TELEMETRY_PANICS`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Panics {
    /// One redacted line in the log, in place of what the previous hook does. The standard hook prints the panic's message
    /// as it is.
    #[default]
    Log,
    /// The line, and then the previous hook: a message that is not redacted, and a backtrace where one is asked for.
    Both,
    /// The previous hook is left alone.
    Off,
}

impl Panics {
    /// As the variable says it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Log => "log",
            Self::Both => "both",
            Self::Off => "off",
        }
    }

    pub(crate) fn parse(value: &str) -> Option<Self> {
        [Self::Log, Self::Both, Self::Off]
            .into_iter()
            .find(|it| it.as_str() == value)
    }
}

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
    let payload = info.payload();
    let message = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("(not a text)");
    let thread = thread::current();
    logs.panicked(&Panicked {
        message: &redactor.text(message),
        thread: thread.name().map(|name| redactor.text(name)).as_deref(),
        location: info
            .location()
            .map(|it| (redactor.text(it.file()), it.line()))
            .as_ref()
            .map(|(file, line)| (&**file, *line)),
        ids: layer::ids_here(),
    });
}
