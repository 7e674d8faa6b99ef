//! Guarded events: the grammar of tracing's macros, with values as what they are.

use scorer_instrument::{
    Recordable, debug, error, event, info, reviewed, scorer_span, trace, warn,
};
use scorer_instrument_tests::FieldValue::{self, Bool, I64, U64};
use scorer_instrument_tests::{Event, watch};
use tracing::Level;

#[derive(Recordable)]
struct Weight(f64);

fn only(run: impl FnOnce()) -> Event {
    let ((), recording) = watch(run);
    recording.only_event().clone()
}

#[test]
fn each_macro_has_its_level() {
    let ((), recording) = watch(|| {
        trace!("one");
        debug!("one");
        info!("one");
        warn!("one");
        error!("one");
        event!(Level::WARN, "one");
    });
    let levels: Vec<_> = recording.events.iter().map(|event| event.level).collect();
    assert_eq!(
        levels,
        [
            Level::TRACE,
            Level::DEBUG,
            Level::INFO,
            Level::WARN,
            Level::ERROR,
            Level::WARN
        ]
    );
    assert!(
        recording
            .events
            .iter()
            .all(|event| event.target == "events")
    );
}

#[test]
fn fields_are_named_shortened_dotted_and_quoted() {
    let (depth, label) = (3_u8, Some("abc"));
    let event = only(|| {
        info!(depth, label, shown = %depth, printed = ?label, http.route = "/score", "score total" = 1);
    });
    assert_eq!(
        event.fields.0,
        [
            ("depth".to_owned(), U64(3)),
            ("label".to_owned(), FieldValue::str("abc")),
            ("shown".to_owned(), FieldValue::debug("3")),
            ("printed".to_owned(), FieldValue::debug("Some(\"abc\")")),
            ("http.route".to_owned(), FieldValue::str("/score")),
            ("score total".to_owned(), I64(1)),
        ]
    );
}

#[test]
fn a_message_is_formatted_with_its_operands() {
    let (depth, label, weight) = (3_u8, "abc", Weight(0.5));
    let width = 6;
    let event = only(|| {
        info!(
            "{depth} {label:?} {weight} {weight:?} {0:>1$}|{named:<width$}|",
            depth,
            4,
            named = label
        );
    });
    assert_eq!(
        event.fields.get("message"),
        Some(&FieldValue::debug("3 \"abc\" 0.5 Weight(0.5)    3|abc   |"))
    );
    let event = only(|| warn!(depth, "{{{label}}}"));
    assert_eq!(
        event.fields.get("message"),
        Some(&FieldValue::debug("{abc}"))
    );
    assert_eq!(event.fields.get("depth"), Some(&U64(3)));
}

#[test]
fn fields_in_braces_come_before_the_message() {
    let depth = 3_u8;
    let event = only(|| info!({ depth, ready = true }, "at {}", depth));
    assert_eq!(event.fields.get("depth"), Some(&U64(3)));
    assert_eq!(event.fields.get("ready"), Some(&Bool(true)));
    assert_eq!(
        event.fields.get("message"),
        Some(&FieldValue::debug("at 3"))
    );
}

#[test]
fn a_target_a_parent_and_a_name_are_taken_over() {
    let ((), recording) = watch(|| {
        let above = tracing::info_span!("above");
        info!(target: "area", "one");
        info!(parent: &above, depth = 1, "two");
        warn!(target: "area", parent: &above, "three");
        event!(target: "area", Level::DEBUG, depth = 1);
        event!(name: "named", Level::DEBUG, depth = 1, "five");
    });
    let [one, two, three, four, five] = recording.events.as_slice() else {
        panic!("{recording:#?}");
    };
    assert_eq!((one.target.as_str(), one.span), ("area", None));
    assert_eq!(two.span, Some(0));
    assert_eq!((three.target.as_str(), three.span), ("area", Some(0)));
    assert_eq!((four.target.as_str(), four.level), ("area", Level::DEBUG));
    assert_eq!(five.fields.get("depth"), Some(&I64(1)));
}

#[test]
fn a_shorthand_reads_a_member() {
    struct Batch {
        size: usize,
    }
    let batch = Batch { size: 3 };
    let event = only(|| info!(batch.size, "loaded"));
    assert_eq!(event.fields.get("batch.size"), Some(&U64(3)));
}

#[test]
fn a_reviewed_value_is_taken_as_it_is() {
    let body = "{}";
    let event = only(|| {
        info!(
            kind = reviewed!(&body[..1], reason = "one letter, the format"),
            "parsed"
        );
    });
    assert_eq!(event.fields.get("kind"), Some(&FieldValue::str("{")));
}

#[test]
fn events_stand_where_expressions_and_arms_do() {
    #[scorer_span]
    fn load(depth: u8) {
        match depth {
            0 => info!("none"),
            1 => warn!(depth, "one"),
            _ => {
                let log = || debug!(depth, "many");
                log();
            }
        }
    }
    let ((), recording) = watch(|| (0..3).for_each(load));
    let levels: Vec<_> = recording.events.iter().map(|event| event.level).collect();
    assert_eq!(levels, [Level::INFO, Level::WARN, Level::DEBUG]);
    assert!(recording.events.iter().all(|event| event.span.is_some()));
}

#[test]
fn an_operand_is_not_evaluated_without_a_subscriber() {
    fn count() -> u8 {
        panic!("evaluated")
    }
    tracing::subscriber::with_default(tracing::subscriber::NoSubscriber::default(), || {
        info!(n = count(), "{}", count());
    });
}

#[test]
fn a_captured_keyword_prints_the_raw_identifier_that_it_names() {
    let (r#type, r#match) = ("person", 3_u8);
    let event = only(|| {
        info!(shown = format!("{type:?}"), "{type} {match:>2} \u{7b}type}");
    });
    assert_eq!(
        event.fields.0,
        [
            ("message".to_owned(), FieldValue::debug("person  3 person")),
            ("shown".to_owned(), FieldValue::str("\"person\"")),
        ]
    );
}

#[test]
fn captured_widths_and_precisions_stay_numbers() {
    let (width, precision, ratio) = (8, 2, 0.12345);
    let event = only(|| info!("{ratio:>width$.precision$}|{ratio:}<width$.1}|{width:width$}"));
    assert_eq!(
        event.fields.get("message"),
        Some(&FieldValue::debug("    0.12|0.1}}}}}|       8"))
    );
}

/// Emits the same event by both crates' macro, which a subscriber must not be able to tell apart.
macro_rules! same {
    ($($name:ident!($($event:tt)*);)*) => {$(
        let ours = only(|| scorer_instrument::$name!($($event)*));
        let theirs = only(|| tracing::$name!($($event)*));
        assert_eq!(ours, theirs, "{}", stringify!($name!($($event)*)));
    )*};
}

#[test]
fn a_subscriber_sees_what_tracing_shows() {
    let (depth, r#type, ready) = (3_u8, "person", true);
    let above = tracing::Span::none();
    same! {
        trace!("text alone");
        debug!("{depth} of {}, {kind}", ready, kind = r#type);
        info!(depth);
        info!(depth, "one field");
        info!(depth, ready, "two fields");
        info!(r#type, stage.r#type = r#type, "the name of a keyword");
        info!(r#type = %r#type, http.route = ?depth, "dotted");
        warn!("score total" = 1, "quoted name" = %depth, "quoted");
        error!({ depth, ready }, "braces, {}", depth);
        info!(target: "area", depth, "a target");
        info!(target: "area", "a target {depth}");
        info!(parent: &above, depth, "a parent");
        info!(parent: &above, "a parent {}", depth);
        warn!(target: "area", parent: &above, depth);
        info!(name: "named", depth, "a name");
        info!(name: "named", target: "area", "a name");
        event!(Level::WARN, depth, "a level");
        event!(Level::WARN, "{depth}");
        event!(target: "area", Level::INFO, depth = 1, ready);
        event!(parent: &above, Level::INFO, depth = 1, "a parent");
        event!(name: "named", Level::INFO, "a name");
    }
}
