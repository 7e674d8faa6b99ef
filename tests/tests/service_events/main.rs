//! What services write in their events, by kind: harmless ones compile as they are written, and of those that log an error no
//! secret in its text comes out under tracing's own `fmt`. Those that are not harmless are refused.
//!
//! Each function is a piece of a service: its locals are what would be around.

mod clients;
mod database;
mod jobs;
mod refused;
mod requests;
mod starting;

use std::error::Error;
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use tracing_subscriber::fmt::MakeWriter;

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

#[derive(Clone, Default)]
struct Page(Arc<Mutex<Vec<u8>>>);

impl io::Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut page = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        page.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Page {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[test]
fn harmless_events_compile_as_they_are_written_and_no_error_leaks() {
    let page = Page::default();
    let subscriber = tracing_subscriber::fmt()
        .with_writer(page.clone())
        .with_ansi(false)
        .with_max_level(tracing::Level::TRACE)
        .finish();
    tracing::subscriber::with_default(subscriber, || {
        starting::all();
        requests::all();
        database::all();
        jobs::all();
        clients::all();
    });
    let bytes = page
        .0
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone();
    let text = String::from_utf8(bytes).expect("it prints text");
    assert!(
        text.lines().count() >= 160,
        "only {} events",
        text.lines().count()
    );
    assert!(text.matches("[redacted:credential]").count() > 60, "{text}");
    assert!(!text.contains(SECRET), "{text}");
}
