//! Errors for people, on stderr: on one line, with their causes, and redacted.

use std::error::Error as StdError;
use std::io::Write as _;
use std::sync::OnceLock;

use scorer_instrument_policy::Policy;

use crate::redact::Redactor;

/// The redactor of the process, once telemetry has started.
static REDACTOR: OnceLock<Redactor> = OnceLock::new();

/// Sets the redactor for the process's errors.
pub(crate) fn redact_by(redactor: &Redactor) {
    // Telemetry starts once in a process.
    let _ = REDACTOR.set(redactor.clone());
}

/// Prints an error on stderr, on one line, with its causes and redacted. It uses the team's policy once telemetry has
/// started, and the default policy before that.
pub fn print_error(error: &(dyn StdError + 'static)) {
    printed("error", error);
}

/// Prints an error that does not end the program, in the same way as [`print_error`] but as a warning. Use it for what
/// [`Telemetry::flush`](crate::Telemetry::flush) returns, because a lost export changes no exit code.
pub fn print_warning(error: &(dyn StdError + 'static)) {
    printed("warning", error);
}

fn printed(what: &str, error: &(dyn StdError + 'static)) {
    match REDACTOR.get() {
        Some(redactor) => print(what, error, redactor),
        None => print(what, error, &Redactor::new(Policy::default())),
    }
}

pub(crate) fn print(what: &str, error: &(dyn StdError + 'static), redactor: &Redactor) {
    let line = format!("{what}: {}\n", redactor.error(error));
    // If stderr is closed too, the exit code is all that is left.
    let _ = std::io::stderr().lock().write_all(line.as_bytes());
}
