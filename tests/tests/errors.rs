//! `err`: what becomes of an error, in both formats and at every level.

use std::fmt;

use scorer_instrument::scorer_span;
use scorer_instrument_tests::{FieldValue, Recording, block_on, turns, watch};
use tracing::Level;

#[derive(Debug, PartialEq)]
struct Refused {
    code: u16,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "refused with {}", self.code)
    }
}

impl std::error::Error for Refused {}

fn refused<T>() -> Result<T, Refused> {
    Err(Refused { code: 401 })
}

fn error(recording: &Recording) -> (Level, &FieldValue) {
    let event = recording.only_event();
    assert_eq!(event.fields.names(), ["error"]);
    assert_eq!(
        event.span,
        Some(0),
        "the event stands in the function's span"
    );
    (
        event.level,
        event.fields.get("error").expect("its only field"),
    )
}

macro_rules! errors {
    ($($test:ident: [$($args:tt)*] => $level:ident, $text:literal;)*) => {$(
        #[test]
        fn $test() {
            #[scorer_span($($args)*)]
            fn load() -> Result<(), Refused> {
                refused()
            }
            #[scorer_span($($args)*)]
            async fn load_later() -> Result<(), Refused> {
                turns(1).await;
                refused()
            }
            let (output, recording) = watch(load);
            assert_eq!(output, refused());
            assert_eq!(error(&recording), (Level::$level, &FieldValue::debug($text)));
            let (output, recording) = watch(|| block_on(load_later()));
            assert_eq!(output, refused());
            assert_eq!(error(&recording), (Level::$level, &FieldValue::debug($text)));
        }
    )*};
}

errors! {
    by_display_unless_written: [err] => ERROR, "refused with 401";
    by_display: [err(Display)] => ERROR, "refused with 401";
    by_debug: [err(Debug)] => ERROR, "Refused { code: 401 }";
    at_a_level: [err(level = "warn")] => WARN, "refused with 401";
    at_a_level_of_a_path: [err(level = Level::INFO)] => INFO, "refused with 401";
    by_debug_at_a_level: [err(Debug, level = "debug")] => DEBUG, "Refused { code: 401 }";
    a_level_before_the_format: [err(level = 1, Debug)] => TRACE, "Refused { code: 401 }";
    a_spans_level_is_not_the_errors: [err, level = "debug"] => ERROR, "refused with 401";
}

#[test]
fn an_ok_is_no_event() {
    #[scorer_span(err)]
    fn load(n: u8) -> Result<u8, Refused> {
        Ok(n)
    }
    let (output, recording) = watch(|| load(1));
    assert_eq!(output, Ok(1));
    assert!(recording.events.is_empty());
}

#[test]
fn an_early_return_and_a_question_mark_are_errors_like_any_other() {
    #[scorer_span(err)]
    fn load(early: bool) -> Result<u8, Box<dyn std::error::Error + Send + Sync>> {
        if early {
            return Err("too early".into());
        }
        refused::<u8>()?;
        Ok(1)
    }
    let (_, recording) = watch(|| load(true));
    assert_eq!(error(&recording).1, &FieldValue::debug("too early"));
    let (_, recording) = watch(|| load(false));
    assert_eq!(error(&recording).1, &FieldValue::debug("refused with 401"));
}

#[test]
fn a_result_behind_an_alias_is_a_result() {
    type Outcome<T> = Result<T, Refused>;
    #[scorer_span(err)]
    fn load() -> Outcome<u8> {
        refused()
    }
    let (_, recording) = watch(load);
    assert_eq!(error(&recording).0, Level::ERROR);
}

#[test]
fn an_error_of_a_method_that_borrows_is_recorded() {
    struct Service {
        calls: u32,
    }
    impl Service {
        #[scorer_span(err)]
        async fn load(&mut self, label: &str) -> Result<usize, Refused> {
            self.calls += 1;
            turns(1).await;
            refused::<()>()?;
            Ok(label.len())
        }
    }
    let mut service = Service { calls: 0 };
    let (_, recording) = watch(|| block_on(service.load("abc")));
    assert_eq!(error(&recording).0, Level::ERROR);
    assert_eq!(service.calls, 1);
}

/// Keeps what tells an event's place, and enables what it is asked to.
struct Places {
    enabled: bool,
    seen: std::sync::Mutex<Vec<&'static tracing::Metadata<'static>>>,
}

impl tracing::Subscriber for Places {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        self.enabled || metadata.is_span()
    }

    fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        tracing::span::Id::from_u64(1)
    }

    fn record(&self, _: &tracing::span::Id, _: &tracing::span::Record<'_>) {}

    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        self.seen
            .lock()
            .expect("no test panics here")
            .push(event.metadata());
    }

    fn enter(&self, _: &tracing::span::Id) {}

    fn exit(&self, _: &tracing::span::Id) {}
}

fn places(enabled: bool, run: impl FnOnce()) -> Vec<&'static tracing::Metadata<'static>> {
    let places = std::sync::Arc::new(Places {
        enabled,
        seen: std::sync::Mutex::default(),
    });
    tracing::subscriber::with_default(places.clone(), run);
    let seen = places.seen.lock().expect("no test panics here");
    seen.clone()
}

const OURS: u32 = line!() + 1;
#[scorer_span(err)]
fn ours() -> Result<(), Refused> {
    refused()
}

const THEIRS: u32 = line!() + 1;
#[tracing::instrument(err)]
fn theirs() -> Result<(), Refused> {
    refused()
}

#[test]
fn the_event_has_the_place_that_tracings_has() {
    let seen = places(true, || {
        let _ = (ours(), theirs());
    });
    let [ours, theirs] = seen.as_slice() else {
        panic!("two events: {seen:?}");
    };
    for (metadata, at) in [(ours, OURS), (theirs, THEIRS)] {
        assert_eq!(metadata.name(), format!("event {}:{at}", file!()));
        assert_eq!(metadata.line(), Some(at));
        assert_eq!(metadata.file(), Some(file!()));
        assert_eq!(metadata.module_path(), Some(module_path!()));
        assert_eq!(metadata.target(), module_path!());
        assert!(metadata.is_event());
        let fields: Vec<&str> = metadata.fields().iter().map(|it| it.name()).collect();
        assert_eq!(fields, ["error"]);
    }
}

#[test]
fn an_event_that_is_not_enabled_is_not_recorded() {
    #[scorer_span(err)]
    fn load() -> Result<(), Refused> {
        refused()
    }
    let seen = places(false, || {
        let _ = load();
    });
    assert!(seen.is_empty(), "{seen:?}");
}
