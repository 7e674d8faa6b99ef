//! How a program ends: its error is printed redacted, what was recorded is exported, and telemetry does not change the
//! exit code.

use std::error::Error as StdError;
use std::process::{ExitCode, Termination};

use scorer_instrument_policy::Policy;

use crate::guard::{BOUND, Telemetry};
use crate::redact::Redactor;
use crate::stderr::print;

impl Telemetry {
    /// Ends a `main` that holds the guard itself, in the same way as [`Builder::run`](crate::Builder::run) does when
    /// its work is done.
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
}

pub(crate) fn not_started(error: &(dyn StdError + 'static)) -> ExitCode {
    let redactor = Redactor::new(Policy::default());
    print("telemetry could not start", error, &redactor);
    ExitCode::FAILURE
}
