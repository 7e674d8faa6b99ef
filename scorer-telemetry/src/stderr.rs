//! Errors for people, on stderr: with their causes, on one line and redacted.

use std::error::Error as StdError;
use std::io::Write as _;
use std::sync::OnceLock;

use scorer_instrument_policy::Policy;

use crate::redact::Redactor;

/// The redactor of the process, once telemetry has started.
static REDACTOR: OnceLock<Redactor> = OnceLock::new();

/// The process's errors are redacted by this from now on.
pub(crate) fn redact_by(redactor: &Redactor) {
    // Telemetry starts once in a process.
    let _ = REDACTOR.set(redactor.clone());
}

/// Prints an error on stderr with its causes, on one line and redacted: by the team's policy once telemetry has started,
/// before that by the default one.
pub fn print_error(error: &(dyn StdError + 'static)) {
    match REDACTOR.get() {
        Some(redactor) => print("error", error, redactor),
        None => print("error", error, &Redactor::new(Policy::default())),
    }
}

pub(crate) fn print(what: &str, error: &(dyn StdError + 'static), redactor: &Redactor) {
    let line = format!("{what}: {}\n", redactor.error(error));
    // Where stderr is gone too, the exit code alone has to do.
    let _ = std::io::stderr().lock().write_all(line.as_bytes());
}
