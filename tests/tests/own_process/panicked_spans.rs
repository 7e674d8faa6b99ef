//! What a panic does to the spans that it leaves: the hook has its message, which reaches them through the redactor.

use std::panic::catch_unwind;
use std::process::ExitCode;
use std::time::Duration;

use scorer_instrument_tests::own_process::{Case, Ended};
use tracing::{info, info_span};

use super::support::{CANARY, Prints, SECRET, builder};

const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) fn cases() -> Vec<Case> {
    let case = |name, variables, program, check| Case {
        name,
        variables,
        program,
        check,
    };
    vec![
        case(
            "a_panic_is_an_error_of_its_spans",
            &[],
            leaves,
            leaves_checked,
        ),
        case(
            "a_panic_that_no_hook_saw_is_an_error_of_its_spans",
            &[("TELEMETRY_PANICS", "off")],
            leaves,
            unseen_checked,
        ),
        case(
            "a_panic_that_is_caught_within_its_span",
            &[],
            caught,
            caught_checked,
        ),
        case("a_panic_is_none_of_a_later_span", &[], stale, stale_checked),
        case(
            "a_value_that_panics_is_no_error_of_its_span",
            &[],
            printed,
            printed_checked,
        ),
    ]
}

/// Runs work with trees on stderr.
fn run(work: fn()) -> ExitCode {
    let telemetry = builder()
        .default_value("OTEL_TRACES_EXPORTER", "console")
        .with_console_writer(std::io::stderr())
        .init()
        .expect("accepted settings");
    work();
    telemetry.shutdown(PATIENCE).expect("a console");
    ExitCode::SUCCESS
}

fn is_error(ended: &Ended, span: &str) -> bool {
    let closes = ended.said("close");
    let close = closes.iter().find(|it| it["span"]["name"] == span);
    close.expect("a line of its end")["error"] == true
}

/// The tree's rows.
fn rows(ended: &Ended) -> Vec<&str> {
    ended.stderr.lines().map(str::trim_start).collect()
}

fn leaves() -> ExitCode {
    run(|| {
        let caught = catch_unwind(|| {
            info_span!("outer").in_scope(|| {
                info_span!("inner").in_scope(|| panic!("cannot reach {SECRET}"));
            });
        });
        assert!(caught.is_err());
    })
}

fn leaves_checked(ended: &Ended) {
    assert_eq!(ended.code, Some(0));
    assert!(!ended.stderr.contains(CANARY) && !ended.stdout.contains(CANARY));
    assert!(is_error(ended, "outer") && is_error(ended, "inner"));
    let told = rows(ended);
    let told = told.iter().filter(|row| row.contains("cannot reach "));
    assert_eq!(told.count(), 2, "{}", ended.stderr);
}

fn unseen_checked(ended: &Ended) {
    assert_eq!(ended.code, Some(0));
    assert!(is_error(ended, "outer") && is_error(ended, "inner"));
    let told = rows(ended);
    let told = told.iter().filter(|row| row.contains("! ERROR panic"));
    assert_eq!(told.count(), 2, "{}", ended.stderr);
}

fn caught() -> ExitCode {
    run(|| {
        info_span!("outer").in_scope(|| {
            info_span!("inner").in_scope(|| {
                assert!(catch_unwind(|| panic!("cannot reach {SECRET}")).is_err());
            });
        });
    })
}

fn caught_checked(ended: &Ended) {
    assert_eq!(ended.code, Some(0));
    assert!(!ended.stderr.contains(CANARY));
    assert!(is_error(ended, "inner"), "as an error event is");
    assert!(!is_error(ended, "outer"));
    let told = rows(ended);
    // Below the span that it happened in, and nowhere else.
    let places = |part: &str| {
        let all = told.iter().enumerate();
        let all = all.filter(|(_, row)| row.contains(part));
        all.map(|(place, _)| place).collect::<Vec<_>>()
    };
    let below: Vec<usize> = places("inner").iter().map(|place| place + 1).collect();
    assert_eq!(places("cannot reach "), below, "{}", ended.stderr);
    assert_eq!(below.len(), 1, "{}", ended.stderr);
}

fn stale() -> ExitCode {
    run(|| {
        assert!(catch_unwind(|| panic!("outside of spans")).is_err());
        info_span!("outer").in_scope(|| info_span!("inner").in_scope(|| info!("said")));
    })
}

fn stale_checked(ended: &Ended) {
    assert_eq!(ended.code, Some(0));
    assert!(!is_error(ended, "outer") && !is_error(ended, "inner"));
    assert!(!ended.stderr.contains("outside of spans"));
}

fn printed() -> ExitCode {
    run(|| {
        info_span!("outer").in_scope(|| {
            let value = Prints(|_: &mut std::fmt::Formatter<'_>| panic!("while it is printed"));
            info!(%value, "said");
        });
    })
}

fn printed_checked(ended: &Ended) {
    assert_eq!(ended.code, Some(0));
    assert_eq!(ended.said("a thread panicked").len(), 1);
    assert!(!is_error(ended, "outer"));
}
