//! Values that log, open spans, record, panic or log themselves while they are printed.

use std::fmt;
use std::process::ExitCode;
use std::time::Duration;

use scorer_instrument_tests::own_process::{Case, Ended};
use tracing::field::Empty;
use tracing::{Span, debug, error, info, info_span};
use tracing_subscriber::Registry;
use tracing_subscriber::registry::LookupSpan as _;

use super::support::{CANARY, Prints, SECRET, init};

const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) fn cases() -> Vec<Case> {
    let case = |name, program, check| Case {
        name,
        variables: &[],
        program,
        check,
    };
    vec![
        case(
            "a_display_that_calls_an_instrumented_function",
            calls,
            calls_checked,
        ),
        case(
            "a_value_that_records_on_its_own_span",
            records,
            records_checked,
        ),
        case("an_error_that_logs", errs, errs_checked),
        case("a_value_that_walks_the_open_spans", walks, walks_checked),
        case("a_record_of_log_that_logs", logs, logs_checked),
        case("a_value_that_logs_itself", recurses, recurses_checked),
        case(
            "a_value_that_logs_itself_many_times",
            explodes,
            explodes_checked,
        ),
        case("a_value_that_panics", panics, panics_checked),
        case("a_panic_whose_payload_panics", payload, payload_checked),
        Case {
            name: "a_filter_that_compares_values",
            variables: &[(
                "RUST_LOG",
                "info,[work{user=bob}]=debug,[inner{user=eve}]=debug",
            )],
            program: filters,
            check: filters_checked,
        },
    ]
}

struct Score(f64);

impl Score {
    #[scorer_instrument::scorer_span]
    fn rounded(&self) -> f64 {
        info!("rounding");
        self.0.round()
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.rounded())
    }
}

fn calls() -> ExitCode {
    let telemetry = init();
    let score = Score(19.7);
    let span = info_span!("handle", at_start = %score, later = Empty);
    span.record("later", tracing::field::display(&score));
    span.in_scope(|| {
        info!(field = %score, "scored {score}");
    });
    drop(span);
    telemetry.flush(PATIENCE).expect("a collector");
    // One at the start, one recorded, two in the event: each is printed once for both outputs.
    assert_eq!((telemetry.exported(), telemetry.lost().total()), (5, 0));
    ExitCode::SUCCESS
}

fn calls_checked(ended: &Ended) {
    assert_eq!(ended.code, Some(0));
    assert_eq!(ended.said("rounding").len(), 4);
    let scored = ended.said("scored 20");
    assert_eq!(scored.len(), 1);
    assert_eq!(scored[0]["fields"]["field"], "20");
    assert_eq!(scored[0]["span"]["at_start"], "20");
    assert_eq!(scored[0]["span"]["later"], "20");
    assert_eq!(ended.said("close").len(), 5);
}

fn records() -> ExitCode {
    let _telemetry = init();
    info_span!("handle", note = Empty).in_scope(|| {
        let value = Prints(|f: &mut fmt::Formatter<'_>| {
            Span::current().record("note", "from within");
            f.write_str("printed")
        });
        info!(%value, "said");
    });
    ExitCode::SUCCESS
}

fn records_checked(ended: &Ended) {
    assert_eq!(ended.code, Some(0));
    let said = ended.said("said");
    assert_eq!(said[0]["fields"]["value"], "printed");
    assert_eq!(said[0]["span"]["note"], "from within");
}

#[tracing::instrument(ret, err)]
fn fails(fail: bool) -> Result<Score2, Score2> {
    if fail { Err(Score2(1)) } else { Ok(Score2(2)) }
}

struct Score2(u8);

impl fmt::Debug for Score2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        info!(returned = self.0, "inside");
        write!(f, "number {}", self.0)
    }
}

impl fmt::Display for Score2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

fn errs() -> ExitCode {
    let _telemetry = init();
    let _ = (fails(true), fails(false));
    info_span!("last").in_scope(|| {
        let error = Prints(|f: &mut fmt::Formatter<'_>| {
            debug!("not taken");
            error!("taken");
            f.write_str("the error")
        });
        error!(
            error = &error as &(dyn std::error::Error + 'static),
            "failed"
        );
    });
    ExitCode::SUCCESS
}

fn errs_checked(ended: &Ended) {
    assert_eq!(ended.code, Some(0));
    assert_eq!(ended.said("inside").len(), 2);
    let lines = ended.lines();
    assert!(lines.iter().any(|it| it["fields"]["error"] == "number 1"));
    assert!(lines.iter().any(|it| it["fields"]["return"] == "number 2"));
    assert_eq!(ended.said("taken").len(), 1);
    assert_eq!(ended.said("failed")[0]["fields"]["error"], "the error");
}

/// What a trace of spans prints: it reads the extensions of each span around it.
fn walk(f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let names = Span::current().with_subscriber(|(id, dispatch)| {
        let registry = dispatch.downcast_ref::<Registry>()?;
        let span = registry.span(id)?;
        let names = span.scope().map(|span| {
            let _extensions = span.extensions_mut();
            span.name()
        });
        Some(names.collect::<Vec<_>>().join("<"))
    });
    f.write_str(&names.flatten().unwrap_or_default())
}

fn walks() -> ExitCode {
    let _telemetry = init();
    info_span!("outer").in_scope(|| {
        info_span!("inner", around = %Prints(walk), later = Empty).in_scope(|| {
            Span::current().record("later", tracing::field::display(Prints(walk)));
            info!(trace = %Prints(walk), "said");
        });
    });
    ExitCode::SUCCESS
}

fn walks_checked(ended: &Ended) {
    assert_eq!(ended.code, Some(0));
    let said = &ended.said("said")[0];
    assert_eq!(said["fields"]["trace"], "inner<outer");
    assert_eq!(said["span"]["around"], "outer");
    assert_eq!(said["span"]["later"], "inner<outer");
}

fn logs() -> ExitCode {
    let _telemetry = init();
    tracing_log::LogTracer::init().expect("no logger yet");
    let value = Prints(|f: &mut fmt::Formatter<'_>| {
        log::info!("inside");
        f.write_str("printed")
    });
    info_span!("handle").in_scope(|| log::warn!("by log: {value}"));
    ExitCode::SUCCESS
}

fn logs_checked(ended: &Ended) {
    assert_eq!(ended.code, Some(0));
    assert_eq!(ended.said("inside").len(), 1);
    assert_eq!(ended.said("by log: printed").len(), 1);
}

struct Itself;

impl fmt::Display for Itself {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        info!(me = %self, "again");
        f.write_str("printed")
    }
}

fn recurses() -> ExitCode {
    let telemetry = init();
    info!(me = %Itself, "first");
    assert_eq!(telemetry.misprints().too_deep, 1);
    // What came before counts for nothing.
    info!(me = %Itself, "first");
    assert_eq!(telemetry.misprints().too_deep, 2);
    assert_eq!(telemetry.misprints().panicked, 0);
    ExitCode::SUCCESS
}

fn recurses_checked(ended: &Ended) {
    assert_eq!(ended.code, Some(0));
    assert_eq!(ended.said("first").len(), 2);
    // The first and seven more each time; the next one is dropped.
    let again = ended.said("again");
    assert_eq!(again.len(), 14);
    assert!(again.iter().all(|it| it["fields"]["me"] == "printed"));
    let lines = ended.lines();
    let warned = |it: &&serde_json::Value| {
        let message = it["message"].as_str().unwrap_or_default();
        it["level"] == "WARN" && message.contains("logs itself")
    };
    assert_eq!(lines.iter().filter(warned).count(), 1);
}

struct ManyTimes;

impl fmt::Display for ManyTimes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        info!(a = %self, b = %self, c = %self, d = %self, e = %self, g = %self, h = %self, i = %self, "again");
        f.write_str("printed")
    }
}

fn explodes() -> ExitCode {
    let telemetry = init();
    info!(me = %ManyTimes, "first");
    assert!(telemetry.misprints().too_deep > 0);
    ExitCode::SUCCESS
}

fn explodes_checked(ended: &Ended) {
    assert_eq!(ended.code, Some(0));
    assert_eq!(ended.said("first")[0]["fields"]["me"], "printed");
    // Eight levels of eight values each would be millions.
    assert!(ended.said("again").len() < 10_000);
}

fn panics() -> ExitCode {
    let telemetry = init();
    let half = || {
        Prints(|f: &mut fmt::Formatter<'_>| {
            f.write_str("postgres://svc:hunter2hunter2")?;
            panic!("while printing {SECRET}")
        })
    };
    let span = info_span!("handle", at_start = %half(), beside = 1, later = Empty);
    span.record("later", tracing::field::display(half()));
    span.in_scope(|| {
        info!(field = %half(), beside = 2, "said");
        info!(beside = 3, "with {} in it", half());
        error!(
            error = &half() as &(dyn std::error::Error + 'static),
            "failed"
        );
    });
    drop(span);
    telemetry.flush(PATIENCE).expect("a collector");
    assert_eq!((telemetry.exported(), telemetry.lost().total()), (1, 0));
    assert_eq!(telemetry.misprints().panicked, 5);
    ExitCode::SUCCESS
}

fn panics_checked(ended: &Ended) {
    const MARKER: &str = "[panicked while formatting]";
    assert_eq!(ended.code, Some(0));
    assert!(!ended.stdout.contains(CANARY), "stdout");
    assert!(!ended.stderr.contains(CANARY), "stderr");
    let said = &ended.said("said")[0];
    assert_eq!(said["fields"]["field"], MARKER);
    assert_eq!(said["fields"]["beside"], 2);
    assert_eq!(said["span"]["at_start"], MARKER);
    assert_eq!(said["span"]["later"], MARKER);
    assert_eq!(said["span"]["beside"], 1);
    assert_eq!(ended.said(MARKER)[0]["fields"]["beside"], 3);
    assert_eq!(ended.said("failed")[0]["fields"]["error"], MARKER);
    assert_eq!(ended.said("a thread panicked").len(), 5);
}

struct PanicsWhenDropped;

impl Drop for PanicsWhenDropped {
    fn drop(&mut self) {
        panic!("when dropped");
    }
}

fn payload() -> ExitCode {
    let _telemetry = init();
    let value = Prints(|_: &mut fmt::Formatter<'_>| std::panic::panic_any(PanicsWhenDropped));
    info!(%value, "said");
    ExitCode::SUCCESS
}

fn payload_checked(ended: &Ended) {
    assert_eq!(ended.code, Some(0));
    assert_eq!(ended.said("said").len(), 1);
    assert_eq!(ended.said("a thread panicked").len(), 2);
}

fn filters() -> ExitCode {
    let _telemetry = init();
    // The filter compares `user` by its `Debug`, under its own lock; the span inside is one that it looks up as well.
    let user = Prints(|f: &mut fmt::Formatter<'_>| {
        info_span!("inner", user = "eve").in_scope(|| debug!("within"));
        info_span!("fresh").in_scope(|| info!("fresh"));
        f.write_str("bob")
    });
    let work = info_span!("work", user = ?user);
    work.in_scope(|| debug!("taken"));
    info_span!("work", user = "alice").in_scope(|| debug!("not taken"));
    let later = info_span!("work", user = Empty);
    later.record("user", tracing::field::debug(&user));
    later.in_scope(|| debug!("taken later"));
    ExitCode::SUCCESS
}

fn filters_checked(ended: &Ended) {
    assert_eq!(ended.code, Some(0));
    assert_eq!(ended.said("taken").len(), 1);
    assert_eq!(ended.said("not taken").len(), 0);
    assert_eq!(ended.said("taken later").len(), 1);
    // Printed for the filter, and for the outputs.
    assert_eq!(ended.said("within").len(), 4);
}
