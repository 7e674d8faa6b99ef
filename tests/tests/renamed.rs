//! The facade under another name: `crate = path` on attribute and derive, `$crate` in the others.

extern crate scorer_instrument as obs;

use scorer_instrument_tests::FieldValue::{self, U64};
use scorer_instrument_tests::{block_on, turns, watch};

#[derive(obs::Recordable)]
#[recordable(crate = obs)]
struct Weight<'value, T> {
    value_count: &'value T,
    f: u8,
}

#[derive(Clone, obs::Recordable)]
#[recordable(crate = ::obs)]
enum Kind {
    Some,
    None,
}

#[obs::scorer_span(crate = obs)]
fn renamed(weight: &Weight<'_, i64>, kind: &Kind) {
    let _ = (weight, Clone::clone(kind));
}

#[obs::scorer_span(crate = ::obs, fields(score))]
async fn renamed_from_the_root(depth: u8) {
    turns(1).await;
    obs::record!(score = depth);
    obs::info!(depth, "at {depth}");
}

#[test]
fn the_facade_is_named_otherwise() {
    let weight = Weight {
        value_count: &1,
        f: 2,
    };
    let ((), recording) = watch(|| renamed(&weight, &Kind::None));
    assert_eq!(
        recording.field("weight"),
        Some(FieldValue::debug("Weight { value_count: 1, f: 2 }"))
    );
    assert_eq!(recording.field("kind"), Some(FieldValue::str("None")));
    let ((), recording) = watch(|| renamed(&weight, &Kind::Some));
    assert_eq!(recording.field("kind"), Some(FieldValue::str("Some")));
    let ((), recording) = watch(|| block_on(renamed_from_the_root(3)));
    assert_eq!(recording.field("score"), Some(U64(3)));
    assert!(recording.only().closed);
}
