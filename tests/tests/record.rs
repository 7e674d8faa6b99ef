//! `record!`: declared fields are filled in, from wherever in the function.

use scorer_instrument::{Recordable, record, reviewed, scorer_span};
use scorer_instrument_tests::FieldValue::{self, Bool, F64, U64};
use scorer_instrument_tests::{block_on, turns, watch};
use tracing::field::Empty;

#[derive(Recordable)]
struct Weight(f64);

#[test]
fn values_are_recorded_as_what_they_are() {
    #[scorer_span(fields(score, label, weight, ready, missing, shown, printed))]
    fn load() {
        let label = String::from("abc");
        record!(score = 3_u8, label = label, weight = Weight(0.5));
        record!(ready = true, missing = None::<u8>);
        record!(shown = %label, printed = ?label);
    }
    let ((), recording) = watch(load);
    assert_eq!(recording.field("score"), Some(U64(3)));
    assert_eq!(recording.field("label"), Some(FieldValue::str("abc")));
    assert_eq!(recording.field("weight"), Some(F64(0.5)));
    assert_eq!(recording.field("ready"), Some(Bool(true)));
    assert_eq!(recording.field("missing"), None);
    assert_eq!(recording.field("shown"), Some(FieldValue::debug("abc")));
    assert_eq!(
        recording.field("printed"),
        Some(FieldValue::debug("\"abc\""))
    );
}

#[test]
fn names_are_dotted_and_quoted() {
    #[scorer_span(fields(score.total, "score count", otel.type = Empty))]
    fn load() {
        record!(score.total = 1_u8, "score count" = 2_u8, otel.type = 3_u8);
    }
    let ((), recording) = watch(load);
    assert_eq!(
        recording.only().fields.names(),
        ["score.total", "score count", "otel.type"]
    );
}

#[test]
fn a_closure_and_nested_blocks_fill_the_functions_field() {
    #[scorer_span(fields(score, depth))]
    fn load(items: usize) -> usize {
        let fill = |n: usize| {
            let inner = |m: usize| record!(depth = m);
            record!(score = n);
            inner(n + 1);
            n
        };
        (0..items).map(|_| fill(items)).sum()
    }
    let (_, recording) = watch(|| load(2));
    assert_eq!(recording.field("score"), Some(U64(2)));
    assert_eq!(recording.field("depth"), Some(U64(3)));
}

#[test]
fn a_later_value_stands_behind_an_earlier_one() {
    #[scorer_span(fields(step))]
    async fn load() {
        record!(step = 1_u8);
        turns(2).await;
        record!(step = 2_u8);
    }
    let ((), recording) = watch(|| block_on(load()));
    assert_eq!(recording.only().fields.names(), ["step", "step"]);
    assert_eq!(recording.field("step"), Some(U64(2)));
}

#[test]
fn the_inner_functions_fields_are_its_own() {
    #[scorer_span(fields(score))]
    fn outer() {
        #[scorer_span(fields(score))]
        fn inner() {
            record!(score = 2_u8);
        }
        inner();
        record!(score = 1_u8);
    }
    let ((), recording) = watch(outer);
    assert_eq!(recording.span("outer").fields.get("score"), Some(&U64(1)));
    assert_eq!(recording.span("inner").fields.get("score"), Some(&U64(2)));
}

#[test]
fn a_reviewed_value_is_recorded_by_its_own_forms() {
    #[scorer_span(skip(body), fields(kind, shown, printed))]
    fn load(body: &str) {
        record!(kind = reviewed!(&body[..1], reason = "one letter, the format"));
        record!(shown = %reviewed!(&body[..1], reason = "one letter, the format"));
        record!(printed = ?reviewed!(&body[..1], reason = "one letter, the format"));
    }
    let ((), recording) = watch(|| load("{}"));
    assert_eq!(recording.field("kind"), Some(FieldValue::str("{")));
    assert_eq!(recording.field("shown"), Some(FieldValue::debug("{")));
    assert_eq!(recording.field("printed"), Some(FieldValue::debug("\"{\"")));
}

#[test]
fn it_is_called_by_its_path_too() {
    #[scorer_span(fields(score))]
    fn load() {
        scorer_instrument::record!(score = 1_u8);
    }
    let ((), recording) = watch(load);
    assert_eq!(recording.field("score"), Some(U64(1)));
}
