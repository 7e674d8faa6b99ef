//! `tracing` with its feature `log`, where no subscriber is set: its events reach the logger of the `log` crate.

use std::fmt;
use std::sync::Mutex;

use log::{Level, LevelFilter, Log, Metadata, Record};
use scorer_instrument::scorer_span;

#[derive(Debug)]
struct Refused;

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("refused with 401")
    }
}

impl std::error::Error for Refused {}

/// What a record says.
#[derive(Debug, PartialEq)]
struct Said {
    level: Level,
    target: String,
    module: Option<String>,
    text: String,
}

/// The records of errors.
struct Kept(Mutex<Vec<Said>>);

impl Log for Kept {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        self.0.lock().unwrap().push(Said {
            level: record.level(),
            target: record.target().to_owned(),
            module: record.module_path().map(str::to_owned),
            text: record.args().to_string(),
        });
    }

    fn flush(&self) {}
}

static KEPT: Kept = Kept(Mutex::new(Vec::new()));

#[scorer_span(err(level = "warn"))]
fn ours() -> Result<(), Refused> {
    Err(Refused)
}

#[tracing::instrument(err(level = "warn"))]
fn theirs() -> Result<(), Refused> {
    Err(Refused)
}

#[test]
fn the_error_of_a_function_is_a_record_of_the_log_crate() {
    log::set_logger(&KEPT).unwrap();
    log::set_max_level(LevelFilter::Warn);
    let [ours, theirs] = [ours, theirs].map(|function| {
        let _ = function();
        std::mem::take(&mut *KEPT.0.lock().unwrap())
    });
    assert_eq!(ours.len(), 1, "{ours:?}");
    assert_eq!(ours[0].level, Level::Warn);
    assert_eq!(ours, theirs);
}
