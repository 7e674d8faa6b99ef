//! What makes a span fail: log, export, percentiles and what is kept say the same.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use opentelemetry::trace::Status;
use scorer_instrument::percentiles::Table;
use scorer_instrument::scorer_span;
use scorer_instrument::telemetry::Local;
use tracing::field::Empty;
use tracing::{Instrument as _, info_span};

use crate::support::{attribute, lines, named, pipeline};

/// What each reader says of a span.
#[derive(Debug, PartialEq)]
struct Said {
    status: Status,
    logged: bool,
    counted: u64,
    kept: bool,
}

impl Said {
    fn all(failed: bool, status: Status) -> Self {
        Self {
            status,
            logged: failed,
            counted: u64::from(failed),
            kept: failed,
        }
    }
}

fn table(telemetry: &Local) -> Table {
    let percentiles = telemetry.telemetry().percentiles();
    percentiles.expect("counted by default").table()
}

/// Runs work that opens a span `work`, once in a request that is exported and once in one that is only kept if it failed.
fn said(log: &str, work: impl Fn()) -> Said {
    let variables = [("TELEMETRY_LOG_DURATIONS", "all"), ("RUST_LOG", log)];
    let telemetry = pipeline(&variables);
    telemetry.run(&work);
    let spans = telemetry.spans();
    let closes: Vec<_> = lines(&telemetry)
        .into_iter()
        .filter(|line| line["message"] == "close" && line["span"]["name"] == "work")
        .collect();
    let counts = table(&telemetry);
    let row = counts.rows.iter().find(|row| row.name == "work");
    let kept = pipeline(&[
        ("OTEL_SAMPLING_RATIO", "0"),
        ("OTEL_SAMPLING_KEEP", "errors"),
        ("RUST_LOG", "off"),
    ]);
    kept.run(&work);
    let kept_spans = kept.spans();
    let unlogged = table(&kept);
    let counted = row.map_or(0, |row| row.errors);
    let unlogged = unlogged.rows.iter().find(|row| row.name == "work");
    assert_eq!(
        unlogged.map_or(0, |row| row.errors),
        counted,
        "without a log"
    );
    Said {
        status: named(&spans, "work").status.clone(),
        logged: closes.iter().any(|line| line["error"] == true),
        counted,
        kept: kept_spans.iter().any(|span| span.name == "work"),
    }
}

#[test]
fn an_error_status_is_an_error_in_every_form() {
    let described = Status::error("no weights");
    let forms: [(&str, Status, fn()); 10] = [
        ("a text", Status::error(""), || {
            drop(info_span!("work", otel.status_code = "error"));
        }),
        ("another case", Status::error(""), || {
            drop(info_span!("work", otel.status_code = "ERROR"));
        }),
        ("displayed", Status::error(""), || {
            drop(info_span!("work", otel.status_code = %"ERROR"));
        }),
        ("debugged", Status::error(""), || {
            drop(info_span!("work", otel.status_code = ?"error"));
        }),
        ("a debugged variant", Status::error(""), || {
            #[derive(Debug)]
            struct Error;
            drop(info_span!("work", otel.status_code = ?Error));
        }),
        ("recorded later", Status::error(""), || {
            let span = info_span!("work", otel.status_code = Empty);
            span.record("otel.status_code", "Error");
        }),
        ("recorded later, displayed", Status::error(""), || {
            let span = info_span!("work", otel.status_code = Empty);
            span.record("otel.status_code", tracing::field::display("error"));
        }),
        ("a description alone", described.clone(), || {
            drop(info_span!("work", otel.status_description = "no weights"));
        }),
        ("a message alone", described.clone(), || {
            let span = info_span!("work", otel.status_message = Empty);
            span.record("otel.status_message", "no weights");
        }),
        ("a description and then the code", described, || {
            let span = info_span!(
                "work",
                otel.status_description = "no weights",
                otel.status_code = Empty
            );
            span.record("otel.status_code", "error");
        }),
    ];
    for (form, status, work) in forms {
        assert_eq!(said("info", work), Said::all(true, status), "{form}");
    }
}

#[test]
fn ok_is_the_last_word() {
    let forms: [(&str, fn()); 5] = [
        ("alone", || {
            drop(info_span!("work", otel.status_code = "ok"));
        }),
        ("after an error event", || {
            let span = info_span!("work", otel.status_code = Empty);
            span.in_scope(|| tracing::error!("broken"));
            span.record("otel.status_code", "OK");
        }),
        ("before an error event", || {
            info_span!("work", otel.status_code = "ok").in_scope(|| tracing::error!("broken"));
        }),
        ("after an error status", || {
            let span = info_span!("work", otel.status_code = "error");
            span.record("otel.status_code", tracing::field::display("ok"));
        }),
        ("beside a description", || {
            drop(info_span!(
                "work",
                otel.status_description = "fine",
                otel.status_code = "ok"
            ));
        }),
    ];
    for (form, work) in forms {
        assert_eq!(said("info", work), Said::all(false, Status::Ok), "{form}");
    }
}

#[test]
fn a_status_that_is_none_says_nothing() {
    let work = || drop(info_span!("work", otel.status_code = "perhaps"));
    assert_eq!(said("info", work), Said::all(false, Status::Unset));
}

macro_rules! failing {
    ($($level:literal: $name:ident, $later:ident;)*) => {$(
        #[scorer_span(name = "work", err(level = $level))]
        fn $name() -> Result<(), std::num::ParseIntError> {
            "many".parse::<u32>().map(drop)
        }

        #[scorer_span(name = "work", err(level = $level))]
        async fn $later() -> Result<(), std::num::ParseIntError> {
            tokio::task::yield_now().await;
            "many".parse::<u32>().map(drop)
        }
    )*};
}

failing! {
    "error": fails_at_error, fails_later_at_error;
    "warn": fails_at_warn, fails_later_at_warn;
    "info": fails_at_info, fails_later_at_info;
    "debug": fails_at_debug, fails_later_at_debug;
}

#[tracing::instrument(name = "work", err(Debug, level = "warn"))]
fn fails_elsewhere() -> Result<(), &'static str> {
    Err("invalid digit found in string")
}

fn wait<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.expect("a runtime").block_on(future)
}

#[test]
fn a_returned_error_is_one_at_any_level() {
    let text = "invalid digit found in string";
    let forms: [(&str, fn()); 8] = [
        ("error", || drop(fails_at_error())),
        ("warn", || drop(fails_at_warn())),
        ("info", || drop(fails_at_info())),
        ("debug", || drop(fails_at_debug())),
        ("error, later", || drop(wait(fails_later_at_error()))),
        ("warn, later", || drop(wait(fails_later_at_warn()))),
        ("info, later", || drop(wait(fails_later_at_info()))),
        ("debug, later", || drop(wait(fails_later_at_debug()))),
    ];
    for (level, work) in forms {
        for log in ["info", "debug"] {
            let failed = Said::all(true, Status::error(text));
            assert_eq!(said(log, work), failed, "{level}, {log}");
        }
    }
    let failed = Said::all(true, Status::error(format!("{text:?}")));
    let work = || assert!(fails_elsewhere().is_err());
    assert_eq!(said("info", work), failed);
}

#[test]
fn an_error_that_is_only_told_of_is_none() {
    let work = || {
        info_span!("work").in_scope(|| {
            let error = "no answer";
            tracing::warn!(error, "tried again");
            tracing::warn!(error);
        });
    };
    assert_eq!(said("info", work), Said::all(false, Status::Unset));
}

#[test]
fn an_error_event_in_a_span_for_the_logs_alone_is_one_of_the_span_around_it() {
    let work = || {
        info_span!("work").in_scope(|| {
            tracing::debug_span!("detail").in_scope(|| tracing::error!("broken"));
        });
    };
    let failed = Said::all(true, Status::error("broken"));
    assert_eq!(said("debug", work), failed);
    let telemetry = pipeline(&[("RUST_LOG", "debug")]);
    telemetry.run(work);
    assert_eq!(named(&telemetry.spans(), "work").events.events.len(), 1);
    assert_eq!(lines(&telemetry)[0]["span"]["name"], "detail");
}

#[test]
fn a_panic_is_an_error_of_each_span_that_it_leaves() {
    let work = || {
        let caught = catch_unwind(|| {
            info_span!("work").in_scope(|| info_span!("inner").in_scope(|| panic!("no weights")));
        });
        assert!(caught.is_err());
    };
    assert_eq!(said("info", work), Said::all(true, Status::error("")));
    let later = || {
        let work = async {
            tokio::task::yield_now().await;
            panic!("no weights")
        };
        let caught = catch_unwind(AssertUnwindSafe(|| {
            wait(work.instrument(info_span!("work")));
        }));
        assert!(caught.is_err());
    };
    assert_eq!(said("info", later), Said::all(true, Status::error("")));
    let telemetry = pipeline(&[]);
    telemetry.run(work);
    for name in ["work", "inner"] {
        let spans = telemetry.spans();
        let [exception] = named(&spans, name).events.events.as_slice() else {
            panic!("{spans:?}");
        };
        assert_eq!(exception.name, "exception");
        assert_eq!(exception.attributes[0].key.as_str(), "exception.type");
        assert_eq!(exception.attributes[0].value.as_str(), "panic");
    }
}

#[test]
fn what_is_opened_while_a_panic_is_on_its_way_has_not_panicked() {
    struct Closes(tracing::Span);
    impl Drop for Closes {
        fn drop(&mut self) {
            info_span!(parent: None, "work").in_scope(|| {});
            self.0.in_scope(|| {});
        }
    }
    let work = || {
        let around = info_span!(parent: None, "around");
        let caught = catch_unwind(AssertUnwindSafe(|| {
            around.in_scope(|| {
                let _closes = Closes(around.clone());
                panic!("no weights")
            });
        }));
        assert!(caught.is_err());
    };
    let telemetry = pipeline(&[]);
    telemetry.run(work);
    let spans = telemetry.spans();
    assert_eq!(named(&spans, "work").status, Status::Unset);
    assert_eq!(named(&spans, "around").status, Status::error(""));
}

#[test]
fn work_that_was_given_up_is_marked_and_no_error() {
    let work = || {
        let span = info_span!("work", telemetry.cancelled = Empty);
        span.record("telemetry.cancelled", true);
    };
    assert_eq!(said("info", work), Said::all(false, Status::Unset));
    let telemetry = pipeline(&[
        ("OTEL_SAMPLING_RATIO", "0"),
        ("OTEL_SAMPLING_KEEP", "cancelled"),
    ]);
    telemetry.run(|| {
        work();
        drop(info_span!("other"));
    });
    let spans = telemetry.spans();
    assert_eq!(spans.len(), 1, "{spans:?}");
    let marked = attribute(named(&spans, "work"), "telemetry.cancelled");
    assert_eq!(marked.as_deref(), Some("true"));
    let logged: Vec<_> = lines(&telemetry)
        .iter()
        .map(|line| (line["span"]["name"] == "work", line["cancelled"] == true))
        .collect();
    assert_eq!(logged, [(true, true), (false, false)]);
    let counts = table(&telemetry);
    for row in &counts.rows {
        assert_eq!(row.cancelled, u64::from(row.name == "work"));
    }
}

#[test]
fn a_span_is_counted_under_the_name_that_it_gives_itself() {
    for log in ["info", "off"] {
        for ratio in ["0", "1"] {
            let telemetry = pipeline(&[("RUST_LOG", log), ("OTEL_SAMPLING_RATIO", ratio)]);
            telemetry.run(|| {
                drop(info_span!("request", otel.name = "GET /score/{id}"));
                let late = info_span!("request", otel.name = Empty);
                late.record("otel.name", "GET /stamps");
                drop(info_span!("request"));
            });
            let counts = table(&telemetry);
            let mut names: Vec<_> = counts.rows.iter().map(|row| row.name.as_str()).collect();
            names.sort_unstable();
            assert_eq!(names, ["GET /score/{id}", "GET /stamps", "request"]);
        }
    }
}

#[test]
fn a_span_ends_when_it_was_last_left() {
    let telemetry = pipeline(&[("TELEMETRY_LOG_DURATIONS", "all")]);
    let mut most = Duration::ZERO;
    telemetry.run(|| {
        let began = Instant::now();
        let span = info_span!("work");
        span.in_scope(|| {});
        let child = span.in_scope(|| info_span!("child"));
        most = began.elapsed();
        // The child keeps its parent open from here on, for longer than that.
        while began.elapsed() <= most * 2 {
            std::thread::yield_now();
        }
        drop(span);
        child.in_scope(|| {});
    });
    let spans = telemetry.spans();
    let took = |name| {
        let span = named(&spans, name);
        span.end_time.duration_since(span.start_time).ok()
    };
    assert!(took("work") <= Some(most), "{spans:?}");
    assert!(took("child") >= Some(most), "{spans:?}");
    let lines = lines(&telemetry);
    let logged = lines.iter().find(|line| line["span"]["name"] == "work");
    let logged = logged.and_then(|line| line["duration_ms"].as_f64());
    // The log rounds to microseconds.
    assert!(logged <= Some(most.as_secs_f64() * 1_000.0 + 0.001));
}
