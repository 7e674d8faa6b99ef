//! A log writer of the user's that logs, panics or is written to from a panic hook.

use std::io::{self, Write};
use std::panic::catch_unwind;
use std::process::ExitCode;
use std::time::Duration;

use scorer_instrument_tests::own_process::{Case, Ended};
use tracing::info;

use super::support::builder;

const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) fn cases() -> Vec<Case> {
    let case = |name, program, check| Case {
        name,
        variables: &[],
        program,
        check,
    };
    vec![
        case("a_writer_that_logs", logs, logs_checked),
        case("a_writer_that_logs_each_line", endless, endless_checked),
        case("a_writer_that_panics", panics, panics_checked),
    ]
}

/// Calls a function before it writes to stdout.
struct Before<F>(F);

impl<F: FnMut(&[u8])> Write for Before<F> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        (self.0)(bytes);
        io::stdout().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stdout().flush()
    }
}

fn logs() -> ExitCode {
    let mut is_first = true;
    let writer = Before(move |_: &[u8]| {
        if std::mem::take(&mut is_first) {
            info!("from the writer");
        }
    });
    let telemetry = builder()
        .with_log_writer(writer)
        .init()
        .expect("accepted settings");
    info!("said");
    telemetry.flush(PATIENCE).expect("a collector");
    assert_eq!(telemetry.lost_lines(), 0);
    ExitCode::SUCCESS
}

fn logs_checked(ended: &Ended) {
    assert_eq!(ended.code, Some(0));
    let messages: Vec<_> = ended
        .lines()
        .iter()
        .map(|it| it["message"].clone())
        .collect();
    assert_eq!(messages, ["said", "from the writer"]);
}

fn endless() -> ExitCode {
    let writer = Before(move |_: &[u8]| info!("from the writer"));
    let telemetry = builder()
        .with_log_writer(writer)
        .init()
        .expect("accepted settings");
    info!("said");
    telemetry.flush(PATIENCE).expect("a collector");
    assert_eq!(telemetry.lost_lines(), 1);
    ExitCode::SUCCESS
}

fn endless_checked(ended: &Ended) {
    assert_eq!(ended.code, Some(0));
    assert_eq!(ended.said("said").len(), 1);
    assert_eq!(ended.said("from the writer").len(), 7);
}

fn panics() -> ExitCode {
    let writer = Before(move |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("not this"), "the writer panics");
    });
    let telemetry = builder()
        .with_log_writer(writer)
        .init()
        .expect("accepted settings");
    info!("not this");
    info!("said");
    // The hook writes by this writer too, and one that panics there would end the process.
    let caught = catch_unwind(|| panic!("not this, for one"));
    assert!(caught.is_err());
    let caught = catch_unwind(|| panic!("a panic"));
    assert!(caught.is_err());
    telemetry.shutdown(PATIENCE).expect("a collector");
    assert_eq!(telemetry.lost_lines(), 2);
    ExitCode::SUCCESS
}

fn panics_checked(ended: &Ended) {
    assert_eq!(ended.code, Some(0));
    assert_eq!(ended.said("said").len(), 1);
    let panicked = ended.said("a thread panicked");
    let of = |message: &str| {
        let of = |it: &&serde_json::Value| it["fields"]["exception.message"] == message;
        panicked.iter().filter(of).count()
    };
    assert_eq!(of("the writer panics"), 2);
    assert_eq!(of("a panic"), 1);
}
