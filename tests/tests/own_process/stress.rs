//! Values that do everything at once, wherever a value can be recorded, on several threads.

use std::collections::BTreeMap;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use scorer_instrument_tests::own_process::{Case, Ended};
use tracing::field::Empty;
use tracing::{Span, error, info, info_span};

use super::support::{CANARY, SECRET, init};

const THREADS: usize = 4;
const ROUNDS: usize = 40;

/// Where a value is recorded in one round.
const POSITIONS: [&str; 8] = [
    "creation", "record", "field", "message", "error", "err", "ret", "log",
];

pub(crate) fn cases() -> Vec<Case> {
    let case = |name, variables, check| Case {
        name,
        variables,
        program: run,
        check,
    };
    vec![
        case(
            "values_that_do_everything",
            &[("OTEL_BSP_MAX_QUEUE_SIZE", "100000")],
            check_all,
        ),
        case(
            "values_that_do_everything_in_requests_that_are_kept",
            &[
                ("OTEL_BSP_MAX_QUEUE_SIZE", "100000"),
                ("OTEL_SAMPLING_RATIO", "0"),
                ("OTEL_SAMPLING_KEEP", "errors"),
            ],
            check_kept,
        ),
    ]
}

/// A value of one place, which logs, opens a span, records and, each third, panics or logs itself.
#[derive(Clone)]
struct Wild {
    id: String,
    kind: usize,
}

const PRINTS: usize = 0;
const PANICS: usize = 1;
const RECURSES: usize = 2;

impl fmt::Display for Wild {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Span::current().record("late", self.id.as_str());
        info_span!("inner", by = self.id.as_str(), late = Empty).in_scope(|| {
            info!(by = self.id.as_str(), "inside");
            Span::current().record("late", 1);
        });
        match self.kind {
            PANICS => {
                f.write_str("postgres://svc:hunter2hunter2")?;
                panic!("{SECRET}")
            }
            RECURSES => info!(by = self.id.as_str(), me = %self, "again"),
            _ => {}
        }
        f.write_str(&self.id)
    }
}

impl fmt::Debug for Wild {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Wild {}

#[tracing::instrument(skip_all, ret, err)]
fn returns(value: Result<Wild, Wild>) -> Result<Wild, Wild> {
    value
}

fn round(thread: usize, round: usize) {
    let value = |place: usize| Wild {
        id: format!("{thread}-{round}-{}", POSITIONS[place]),
        kind: (thread + round + place) % 3,
    };
    let id = format!("{thread}-{round}");
    let span =
        info_span!("outer", of = id.as_str(), at_start = %value(0), recorded = Empty, late = Empty);
    span.record("recorded", tracing::field::display(value(1)));
    span.in_scope(|| {
        info!(of = id.as_str(), field = %value(2), "said");
        info!(of = id.as_str(), "with {}", value(3));
        error!(
            of = id.as_str(),
            error = &value(4) as &(dyn std::error::Error + 'static),
            "failed"
        );
        let _ = returns(Err(value(5)));
        let _ = returns(Ok(value(6)));
        log::info!("by log {}", value(7));
    });
}

fn run() -> ExitCode {
    let telemetry = init();
    tracing_log::LogTracer::init().expect("no logger yet");
    thread::scope(|scope| {
        for of in 0..THREADS {
            scope.spawn(move || {
                for at in 0..ROUNDS {
                    // Nothing comes through to the request.
                    let ended = catch_unwind(AssertUnwindSafe(|| round(of, at)));
                    assert!(ended.is_ok(), "round {of}-{at}");
                }
            });
        }
    });
    telemetry
        .flush(Duration::from_mins(1))
        .expect("a collector");
    let misprints = telemetry.misprints();
    eprintln!(
        "{} {} {} {} {}",
        telemetry.exported(),
        telemetry.lost().total(),
        telemetry.lost_lines(),
        misprints.panicked,
        misprints.too_deep
    );
    ExitCode::SUCCESS
}

fn check_all(ended: &Ended) {
    check(ended, &POSITIONS);
}

fn check_kept(ended: &Ended) {
    // What is printed before the request's span is entered stands outside of it, and does not fail.
    check(ended, &POSITIONS[2..]);
}

/// Spans that are made in these positions are exported; all are logged.
fn check(ended: &Ended, exported: &[&str]) {
    assert_eq!(ended.code, Some(0));
    assert!(!ended.stdout.contains(CANARY) && !ended.stderr.contains(CANARY));
    let lines = ended.lines();
    let mut inside: BTreeMap<String, usize> = BTreeMap::new();
    let mut again: BTreeMap<String, usize> = BTreeMap::new();
    let mut closed: BTreeMap<String, usize> = BTreeMap::new();
    let mut panicked = 0;
    for line in &lines {
        let by = || line["fields"]["by"].as_str().expect("a value").to_owned();
        match line["message"].as_str() {
            Some("inside") => *inside.entry(by()).or_default() += 1,
            Some("again") => *again.entry(by()).or_default() += 1,
            Some("a thread panicked") => panicked += 1,
            Some("close") => {
                let name = line["span"]["name"].as_str().expect("a span").to_owned();
                *closed.entry(name).or_default() += 1;
            }
            _ => {}
        }
    }
    let (mut panics, mut dropped, mut prints) = (0, 0, 0);
    let mut spans = 3 * THREADS * ROUNDS;
    for thread in 0..THREADS {
        for round in 0..ROUNDS {
            for (place, position) in POSITIONS.iter().enumerate() {
                let id = format!("{thread}-{round}-{position}");
                let expected = match (thread + round + place) % 3 {
                    RECURSES => 7,
                    _ => 1,
                };
                prints += expected;
                spans += if exported.contains(position) {
                    expected
                } else {
                    0
                };
                assert_eq!(inside.remove(&id), Some(expected), "{id}");
                match (thread + round + place) % 3 {
                    PANICS => panics += 1,
                    RECURSES => {
                        // Eight deep: a span and two events, and what is recorded on a span around that has the field.
                        let around = ["field", "message", "error", "log"];
                        dropped += 3 + usize::from(around.contains(position));
                        assert_eq!(again.remove(&id), Some(7), "{id}");
                    }
                    PRINTS => {}
                    _ => unreachable!("three kinds"),
                }
            }
        }
    }
    assert!(
        inside.is_empty() && again.is_empty(),
        "{inside:?} {again:?}"
    );
    assert_eq!(panicked, panics);
    let rounds = THREADS * ROUNDS;
    let of = |name: &str| closed.get(name).copied().unwrap_or_default();
    assert_eq!(
        (of("outer"), of("returns"), of("inner")),
        (rounds, 2 * rounds, prints)
    );
    for message in ["said", "failed"] {
        assert_eq!(ended.said(message).len(), rounds, "{message}");
    }
    // A whole message is one value; where it panicked, so is its marker.
    let begins = |start: &str| {
        let of = |it: &&serde_json::Value| {
            it["message"]
                .as_str()
                .is_some_and(|it| it.starts_with(start))
        };
        lines.iter().filter(of).count()
    };
    assert_eq!(
        begins("with ") + begins("by log ") + begins("[panicked"),
        2 * rounds
    );
    assert_eq!(
        ended.stderr.trim(),
        format!("{spans} 0 0 {panics} {dropped}")
    );
}
