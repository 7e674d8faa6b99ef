//! The end of a program: its error printed redacted, what was recorded exported, and an exit code that telemetry has no
//! part in.

use std::error::Error as StdError;
use std::io::Write as _;
use std::process::{ExitCode, Termination};
use std::sync::OnceLock;
use std::time::Duration;

use scorer_instrument_policy::Policy;

use crate::guard::Telemetry;
use crate::redact::Redactor;

/// How long the end waits for the last export.
pub(crate) const BOUND: Duration = Duration::from_secs(5);

/// The redactor of the process, once telemetry has started.
static REDACTOR: OnceLock<Redactor> = OnceLock::new();

/// The process's errors are redacted by this from now on.
pub(crate) fn redact_by(redactor: &Redactor) {
    // Telemetry starts once in a process.
    let _ = REDACTOR.set(redactor.clone());
}

impl Telemetry {
    /// Ends a `main` that holds the guard itself: as [`Builder::run`](crate::Builder::run) does, when its work is done.
    ///
    /// ```no_run
    /// use std::process::ExitCode;
    ///
    /// fn main() -> ExitCode {
    ///     match scorer_instrument::telemetry!().init() {
    ///         Ok(telemetry) => telemetry.finish(std::fs::read("scores").map(drop)),
    ///         Err(error) => {
    ///             scorer_instrument::telemetry::print_error(&error);
    ///             ExitCode::FAILURE
    ///         }
    ///     }
    /// }
    /// ```
    pub fn finish<T, E>(self, result: Result<T, E>) -> ExitCode
    where
        T: Termination,
        E: Into<Box<dyn StdError>>,
    {
        let code = match result {
            Ok(value) => value.report(),
            Err(error) => {
                print("error", &*error.into(), &self.redactor);
                ExitCode::FAILURE
            }
        };
        self.end(BOUND);
        code
    }

    /// Shuts down, and reports on stderr what could not be exported.
    pub(crate) fn end(&self, bound: Duration) {
        if let Err(error) = self.shutdown(bound) {
            // Nobody is left to take the error, and losses must not be silent.
            print("telemetry did not end well", &error, &self.redactor);
        }
    }
}

/// Prints an error on stderr with its causes, on one line and redacted: by the team's policy once telemetry has started,
/// before that by the default one.
pub fn print_error(error: &(dyn StdError + 'static)) {
    match REDACTOR.get() {
        Some(redactor) => print("error", error, redactor),
        None => print("error", error, &Redactor::new(Policy::default())),
    }
}

pub(crate) fn not_started(error: &(dyn StdError + 'static)) -> ExitCode {
    let redactor = Redactor::new(Policy::default());
    print("telemetry could not start", error, &redactor);
    ExitCode::FAILURE
}

fn print(what: &str, error: &(dyn StdError + 'static), redactor: &Redactor) {
    let line = format!("{what}: {}\n", redactor.error(error));
    // Where stderr is gone too, the exit code alone has to do.
    let _ = std::io::stderr().lock().write_all(line.as_bytes());
}
