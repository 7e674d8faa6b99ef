//! The end of `main`: what is printed, and the exit code.

use std::error::Error;
use std::fmt;
use std::io;
use std::process::ExitCode;

use scorer_instrument::telemetry::print_error;
use scorer_instrument_tests::own_process::{Case, Ended};
use tracing::info_span;

use super::support::{CANARY, SECRET, builder};

pub(crate) fn cases() -> Vec<Case> {
    let case = |name, program, check| Case {
        name,
        variables: &[],
        program,
        check,
    };
    let away: &[(&str, &str)] = &[("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")];
    vec![
        case("an_error_of_main_is_printed_redacted", fails, fails_checked),
        case("an_error_of_an_async_main", fails_async, fails_checked),
        case("an_error_whose_display_panics", panics, panics_checked),
        case("a_code_of_mains_own", codes, codes_checked),
        case("an_error_before_telemetry", before, before_checked),
        Case {
            name: "telemetry_that_cannot_start",
            variables: &[("OTEL_SAMPLING_RATIO", "2")],
            program: succeeds,
            check: not_started_checked,
        },
        Case {
            name: "a_collector_that_is_away_changes_no_exit_code",
            variables: away,
            program: succeeds,
            check: away_checked,
        },
        Case {
            name: "a_collector_that_is_away_beside_an_error",
            variables: away,
            program: fails_away,
            check: fails_away_checked,
        },
    ]
}

/// What a service's error looks like: each level says its own part.
#[derive(Debug)]
struct Outer(Inner);

#[derive(Debug)]
struct Inner(io::Error);

impl fmt::Display for Outer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the service ended")
    }
}

impl fmt::Display for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the database could not be opened")
    }
}

impl Error for Outer {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}

impl Error for Inner {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}

fn error() -> Outer {
    Outer(Inner(io::Error::other(format!("no answer from {SECRET}"))))
}

fn fails() -> ExitCode {
    builder().run(|_| {
        info_span!("handle").in_scope(|| {});
        Err::<(), _>(error())
    })
}

fn fails_async() -> ExitCode {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime")
        .block_on(builder().run_async(async |_| Err::<(), _>(Box::<dyn Error>::from(error()))))
}

fn fails_checked(ended: &Ended) {
    assert_eq!(ended.code, Some(1));
    assert!(!ended.stderr.contains(CANARY), "{}", ended.stderr);
    let start = "error: the service ended: the database could not be opened: no answer from ";
    assert!(ended.stderr.starts_with(start), "{}", ended.stderr);
    assert!(ended.stderr.contains("[redacted:"), "{}", ended.stderr);
    assert_eq!(ended.stderr.lines().count(), 1);
}

#[derive(Debug)]
struct Panics;

impl fmt::Display for Panics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("postgres://svc:hunter2hunter2")?;
        panic!("{SECRET}")
    }
}

impl Error for Panics {}

fn panics() -> ExitCode {
    builder().run(|_| Err::<(), _>(Panics))
}

fn panics_checked(ended: &Ended) {
    assert_eq!(ended.code, Some(1));
    assert_eq!(ended.stderr, "error: [panicked while formatting]\n");
    assert!(!ended.stdout.contains(CANARY));
}

fn codes() -> ExitCode {
    builder().run(|_| Ok::<_, io::Error>(ExitCode::from(7)))
}

fn codes_checked(ended: &Ended) {
    assert_eq!(ended.code, Some(7));
    assert_eq!(ended.stderr, "");
}

fn before() -> ExitCode {
    print_error(&error());
    ExitCode::from(2)
}

fn before_checked(ended: &Ended) {
    assert_eq!(ended.code, Some(2));
    assert!(
        ended
            .stderr
            .contains("the database could not be opened: no answer from ")
    );
    assert!(!ended.stderr.contains(CANARY), "{}", ended.stderr);
}

/// Spans and percentiles go to the same collector.
fn succeeds() -> ExitCode {
    scorer_instrument::telemetry!().run(|_| {
        info_span!("handle").in_scope(|| {});
        Ok::<(), io::Error>(())
    })
}

fn not_started_checked(ended: &Ended) {
    assert_eq!(ended.code, Some(1));
    let start = "telemetry could not start: `OTEL_SAMPLING_RATIO` cannot be `2`: ";
    assert!(ended.stderr.starts_with(start), "{}", ended.stderr);
}

fn away_checked(ended: &Ended) {
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    let start = "telemetry did not end well: ";
    assert!(ended.stderr.starts_with(start), "{}", ended.stderr);
    // In one line, with the address once, and without the words of a library.
    assert_eq!(ended.stderr.lines().count(), 1, "{}", ended.stderr);
    let named = "no collector listens at http://127.0.0.1:1: ";
    assert_eq!(ended.stderr.matches(named).count(), 1, "{}", ended.stderr);
    for word in ["percentiles", "InternalFailure", " ms"] {
        assert!(!ended.stderr.contains(word), "{word}: {}", ended.stderr);
    }
    assert!(
        ended
            .stderr
            .ends_with("; lost so far: 1 span that no collector accepted\n"),
        "{}",
        ended.stderr
    );
}

fn fails_away() -> ExitCode {
    scorer_instrument::telemetry!()
        .default_value("OTEL_METRICS_EXPORTER", "none")
        .run(|_| {
            info_span!("handle").in_scope(|| {});
            Err::<(), _>(error())
        })
}

fn fails_away_checked(ended: &Ended) {
    assert_eq!(ended.code, Some(1));
    let lines: Vec<&str> = ended.stderr.lines().collect();
    assert_eq!(lines.len(), 2, "{}", ended.stderr);
    assert!(lines[0].starts_with("error: the service ended"));
    assert!(lines[1].starts_with("telemetry did not end well: "));
}
