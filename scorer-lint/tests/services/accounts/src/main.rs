//! Accounts, sessions and mail.

mod handlers;
mod mail;
mod model;
mod passwords;
mod repo;
mod sessions;
mod startup;
#[cfg(test)]
mod tests;

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    if let Err(error) = startup::telemetry() {
        eprintln!("telemetry could not start: {error}"); //~? print-macro
        return ExitCode::FAILURE;
    }
    match startup::serve().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(error = ?error, "accounts stopped");
            ExitCode::FAILURE
        }
    }
}
