//! What tracing's own helpers wrap, and what `reviewed!` lifts.

use std::num::Wrapping;

use scorer_instrument::{info, record, reviewed, scorer_span};
use scorer_instrument_tests::{FieldValue, watch};

#[derive(Debug)]
struct Weights(Vec<u8>);

impl std::fmt::Display for Weights {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} weights", self.0.len())
    }
}

#[test]
fn display_and_debug_are_taken_as_in_tracing() {
    #[scorer_span(skip_all, fields(shown = tracing::field::display(id), debugged, bare = display(id)))]
    fn load(id: u64) {
        record!(debugged = tracing::field::debug("x"));
        info!(
            a = display(id),
            b = debug("y"),
            c = tracing::field::debug(Some(id)),
            "loaded"
        );
    }
    let ((), recording) = watch(|| load(7));
    for (field, text) in [("shown", "7"), ("debugged", "\"x\""), ("bare", "7")] {
        assert_eq!(recording.field(field), Some(FieldValue::debug(text)));
    }
    let fields = &recording.only_event().fields;
    for (field, text) in [("a", "7"), ("b", "\"y\""), ("c", "Some(7)")] {
        assert_eq!(fields.get(field), Some(&FieldValue::debug(text)));
    }
}

#[test]
fn a_wrapping_number_is_a_number() {
    #[scorer_span]
    fn load(round: Wrapping<u32>) {
        info!(round, next = %round, value = Wrapping(1_i64), "round {round}");
    }
    let ((), recording) = watch(|| load(Wrapping(7)));
    assert_eq!(recording.field("round"), Some(FieldValue::U64(7)));
    let fields = &recording.only_event().fields;
    assert_eq!(fields.get("round"), Some(&FieldValue::U64(7)));
    assert_eq!(fields.get("value"), Some(&FieldValue::I64(1)));
    assert_eq!(fields.get("message"), Some(&FieldValue::debug("round 7")));
}

#[test]
fn a_reviewed_value_is_lifted_in_a_message_too() {
    let weights = Weights(vec![1, 2]);
    let ((), recording) = watch(|| {
        info!("loaded {}", reviewed!(weights, reason = "three of them"));
        info!(
            "loaded {shown:?}",
            shown = reviewed!(&weights, reason = "three of them")
        );
        info!(
            text = format!("{}", reviewed!(weights, reason = "a count")),
            "loaded"
        );
    });
    let said: Vec<_> = recording
        .events
        .iter()
        .map(|event| event.fields.get("message"))
        .collect();
    assert_eq!(said[0], Some(&FieldValue::debug("loaded 2 weights")));
    assert_eq!(said[1], Some(&FieldValue::debug("loaded Weights([1, 2])")));
}
