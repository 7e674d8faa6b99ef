//! What services write in their events, by kind: harmless ones compile as they are written, and of those that log an error no
//! secret in its text comes out under tracing's own `fmt`. Those that are not harmless are refused.
//!
//! Each function is a piece of a service: its locals are what would be around.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::duration_suboptimal_units,
    clippy::match_wildcard_for_single_variants,
    clippy::semicolon_if_nothing_returned,
    reason = "the events are as services write them"
)]

mod clients;
mod database;
mod jobs;
mod refused;
mod requests;
mod starting;

use std::error::Error;
use std::fmt;
use std::io;

use scorer_instrument_tests::printed;

/// Stands in the text of every error, and may never come out.
const SECRET: &str = "hunter2sentinel";

/// An error of a crate that says too much: its text holds a connection string, its `Debug` a password.
#[derive(Debug)]
struct Failure {
    password: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "cannot connect to postgres://app:{}@db/app",
            self.password
        )
    }
}

impl Error for Failure {}

fn failure() -> Failure {
    Failure {
        password: SECRET.to_owned(),
    }
}

fn input_failure() -> io::Error {
    io::Error::other(failure())
}

fn boxed_failure() -> Box<dyn Error + Send + Sync> {
    Box::new(failure())
}

fn report() -> anyhow::Error {
    anyhow::Error::new(failure()).context("starting up")
}

#[test]
fn harmless_events_compile_as_they_are_written_and_no_error_leaks() {
    let text = printed(|| {
        starting::all();
        requests::all();
        database::all();
        jobs::all();
        clients::all();
    });
    assert!(
        text.lines().count() >= 160,
        "only {} events",
        text.lines().count()
    );
    assert!(text.matches("[redacted:credential]").count() > 60, "{text}");
    assert!(!text.contains(SECRET), "{text}");
}
