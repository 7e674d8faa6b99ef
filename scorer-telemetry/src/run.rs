//! Runs a whole `main`: starts telemetry, does the program's work, and ends both.

use std::error::Error as StdError;
use std::process::{ExitCode, Termination};

use crate::builder::Builder;
use crate::finish::not_started;
use crate::guard::Telemetry;

impl Builder {
    /// Starts telemetry, does the program's work, and ends both. It can be all that `main` does.
    ///
    /// If the work fails, its error is printed on stderr with its causes, redacted, and the exit code is 1. The same
    /// happens if telemetry cannot start. At the end, recorded spans are exported for at most five seconds. A failed
    /// export is reported on stderr and does not change the exit code.
    ///
    /// ```no_run
    /// fn main() -> std::process::ExitCode {
    ///     scorer_instrument::telemetry!().run(|_| std::fs::read_to_string("scores").map(drop))
    /// }
    /// ```
    pub fn run<T, E>(self, work: impl FnOnce(&Telemetry) -> Result<T, E>) -> ExitCode
    where
        T: Termination,
        E: Into<Box<dyn StdError>>,
    {
        match self.init() {
            Ok(telemetry) => {
                let result = work(&telemetry);
                telemetry.finish(result)
            }
            Err(error) => not_started(&error),
        }
    }

    /// Does the same as [`run`](Self::run), for asynchronous work.
    ///
    /// ```no_run
    /// use scorer_instrument::telemetry::Telemetry;
    ///
    /// async fn serve(_: &Telemetry) -> std::io::Result<()> {
    ///     Ok(())
    /// }
    ///
    /// #[tokio::main(flavor = "current_thread")]
    /// async fn main() -> std::process::ExitCode {
    ///     scorer_instrument::telemetry!().run_async(serve).await
    /// }
    /// ```
    pub async fn run_async<T, E>(
        self,
        work: impl AsyncFnOnce(&Telemetry) -> Result<T, E>,
    ) -> ExitCode
    where
        T: Termination,
        E: Into<Box<dyn StdError>>,
    {
        match self.init() {
            Ok(telemetry) => {
                let result = work(&telemetry).await;
                telemetry.finish(result)
            }
            Err(error) => not_started(&error),
        }
    }
}
