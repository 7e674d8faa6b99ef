//! The panic hook: one redacted line, wherever the panic comes from, and no hang and no abort from the hook itself.

use std::cell::RefCell;
use std::io::Write as _;
use std::panic::{catch_unwind, set_hook};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use scorer_instrument::telemetry::Panics;
use scorer_instrument_tests::own_process::{Case, Ended};
use tracing::{info, info_span};

use super::support::{CANARY, Prints, SECRET, builder, init};

const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) fn cases() -> Vec<Case> {
    let case = |name, program, check| Case {
        name,
        variables: &[],
        program,
        check,
    };
    let with = |name, variables, program, check| Case {
        name,
        variables,
        program,
        check,
    };
    vec![
        case("a_panic_is_one_redacted_line", plain, plain_checked),
        case("a_panic_in_main", in_main, in_main_checked),
        case("panics_in_odd_places", odd, odd_checked),
        case("a_panic_after_the_shutdown", late, late_checked),
        with(
            "a_previous_hook_is_called_when_asked_for",
            &[("TELEMETRY_PANICS", "both")],
            previous,
            both_checked,
        ),
        with(
            "a_hook_that_is_not_wanted",
            &[("TELEMETRY_PANICS", "off")],
            previous,
            off_checked,
        ),
        case("the_builder_says_what_a_panic_does", built, off_checked),
        with(
            "a_panic_is_told_where_no_log_is",
            &[("RUST_LOG", "off")],
            plain,
            silent_checked,
        ),
        with(
            "a_panic_in_a_request_that_is_not_sampled",
            &[("OTEL_SAMPLING_RATIO", "0")],
            plain,
            plain_checked,
        ),
    ]
}

fn plain() -> ExitCode {
    let _telemetry = init();
    info_span!("handle").in_scope(|| {
        info!("said");
        let caught = catch_unwind(|| panic!("cannot reach {SECRET}"));
        assert!(caught.is_err());
    });
    let outside = thread::Builder::new().name("worker".into()).spawn(|| {
        std::panic::panic_any(7_u8);
    });
    assert!(outside.expect("a thread").join().is_err());
    ExitCode::SUCCESS
}

fn plain_checked(ended: &Ended) {
    assert_eq!(ended.code, Some(0));
    assert_eq!(ended.stderr, "");
    assert!(!ended.stdout.contains(CANARY));
    let panicked = ended.said("a thread panicked");
    assert_eq!(panicked.len(), 2);
    let (inside, outside) = (&panicked[0], &panicked[1]);
    let said = &ended.said("said")[0];
    assert_eq!(inside["level"], "ERROR");
    assert_eq!(inside["trace_id"], said["trace_id"]);
    assert_eq!(inside["span_id"], said["span_id"]);
    assert!(said["trace_id"].is_string());
    let fields = &inside["fields"];
    assert_eq!(fields["exception.type"], "panic");
    let message = fields["exception.message"].as_str().expect("text");
    assert!(
        message.starts_with("cannot reach ") && message.contains("[redacted:"),
        "{message}"
    );
    assert_eq!(fields["thread.name"], "main");
    assert!(
        fields["code.file.path"]
            .as_str()
            .is_some_and(|it| it.ends_with("panics.rs"))
    );
    assert!(fields["code.line.number"].as_u64().is_some_and(|it| it > 0));
    assert!(outside["trace_id"].is_null());
    assert_eq!(outside["fields"]["thread.name"], "worker");
    assert_eq!(outside["fields"]["exception.message"], "(not a text)");
}

fn silent_checked(ended: &Ended) {
    assert_eq!(ended.code, Some(0));
    assert_eq!(ended.stdout, "");
    assert_eq!(ended.stderr.lines().count(), 2);
    assert!(ended.stderr.contains("cannot reach ") && !ended.stderr.contains(CANARY));
}

fn in_main() -> ExitCode {
    let _telemetry = init();
    let _span = info_span!("handle").entered();
    panic!("cannot reach {SECRET}")
}

fn in_main_checked(ended: &Ended) {
    assert_eq!(ended.code, Some(101));
    assert_eq!(ended.stderr, "");
    assert!(!ended.stdout.contains(CANARY));
    assert_eq!(ended.said("a thread panicked").len(), 1);
    // The span ended while the panic went by.
    assert_eq!(ended.said("close").len(), 1);
}

/// Logs and panics while its thread ends.
struct AtTheEnd;

impl Drop for AtTheEnd {
    fn drop(&mut self) {
        let value =
            Prints(|_: &mut std::fmt::Formatter<'_>| panic!("printed at the end of a thread"));
        info!(%value, "at the end");
        assert!(catch_unwind(|| panic!("at the end of a thread")).is_err());
    }
}

thread_local! {
    static FIRST: RefCell<Option<AtTheEnd>> = const { RefCell::new(None) };
    static LAST: RefCell<Option<AtTheEnd>> = const { RefCell::new(None) };
}

/// Records a value that panics while another panic goes by.
struct WhileUnwinding;

impl Drop for WhileUnwinding {
    fn drop(&mut self) {
        let value = Prints(|_: &mut std::fmt::Formatter<'_>| panic!("printed while unwinding"));
        info!(%value, "while unwinding");
    }
}

fn odd() -> ExitCode {
    let telemetry = init();
    // Stdout is this thread's.
    let mut stdout = std::io::stdout().lock();
    assert!(catch_unwind(|| panic!("while stdout is locked")).is_err());
    // A thread that this one waits for cannot have it.
    let waited = thread::spawn(|| panic!("while another thread has stdout"));
    assert!(waited.join().is_err());
    stdout.flush().expect("stdout");
    drop(stdout);
    // The extensions of the span are this thread's, as another layer has them while it prints.
    info_span!("handle").in_scope(|| {
        use tracing_subscriber::registry::LookupSpan as _;
        tracing::Span::current().with_subscriber(|(id, dispatch)| {
            let registry = dispatch.downcast_ref::<tracing_subscriber::Registry>();
            let span = registry.and_then(|it| it.span(id)).expect("open");
            let _extensions = span.extensions_mut();
            let caught = catch_unwind(|| panic!("while extensions are locked"));
            assert!(caught.is_err());
        });
    });
    let caught = catch_unwind(|| {
        let _recorded = WhileUnwinding;
        panic!("outer");
    });
    assert!(caught.is_err());
    let ended = thread::spawn(|| {
        FIRST.with(|it| *it.borrow_mut() = Some(AtTheEnd));
        let span = info_span!("of a thread");
        span.in_scope(|| info!("in a thread"));
        LAST.with(|it| *it.borrow_mut() = Some(AtTheEnd));
    });
    assert!(ended.join().is_ok());
    telemetry.shutdown(PATIENCE).expect("a collector");
    ExitCode::SUCCESS
}

fn odd_checked(ended: &Ended) {
    assert_eq!(ended.code, Some(0));
    assert_eq!(ended.stderr, "");
    let panicked = ended.said("a thread panicked");
    let of = |message: &str| {
        let of = |it: &&serde_json::Value| it["fields"]["exception.message"] == message;
        panicked.iter().filter(of).count()
    };
    for message in [
        "while stdout is locked",
        "while another thread has stdout",
        "while extensions are locked",
        "outer",
        "printed while unwinding",
    ] {
        assert_eq!(of(message), 1, "{message}");
    }
    assert_eq!(of("at the end of a thread"), 2);
    assert_eq!(of("printed at the end of a thread"), 2);
    assert_eq!(ended.said("while unwinding").len(), 1);
    assert_eq!(ended.said("at the end").len(), 2);
}

fn late() -> ExitCode {
    let telemetry = init();
    telemetry.shutdown(PATIENCE).expect("a collector");
    drop(telemetry);
    assert!(catch_unwind(|| panic!("cannot reach {SECRET}")).is_err());
    ExitCode::SUCCESS
}

fn late_checked(ended: &Ended) {
    assert_eq!(ended.code, Some(0));
    assert_eq!(ended.stderr, "");
    assert!(!ended.stdout.contains(CANARY));
    assert_eq!(ended.said("a thread panicked").len(), 1);
}

fn previous() -> ExitCode {
    set_hook(Box::new(|_| eprintln!("the previous hook")));
    let _telemetry = init();
    assert!(catch_unwind(|| panic!("a panic")).is_err());
    ExitCode::SUCCESS
}

fn built() -> ExitCode {
    set_hook(Box::new(|_| eprintln!("the previous hook")));
    let _telemetry = builder()
        .with_panics(Panics::Off)
        .init()
        .expect("accepted settings");
    assert!(catch_unwind(|| panic!("a panic")).is_err());
    ExitCode::SUCCESS
}

fn both_checked(ended: &Ended) {
    assert_eq!(ended.code, Some(0));
    assert_eq!(ended.stderr, "the previous hook\n");
    assert_eq!(ended.said("a thread panicked").len(), 1);
}

fn off_checked(ended: &Ended) {
    assert_eq!(ended.code, Some(0));
    assert_eq!(ended.stderr, "the previous hook\n");
    assert_eq!(ended.said("a thread panicked").len(), 0);
}
