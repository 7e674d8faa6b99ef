//! Where `#[scorer_span]` differs from the attribute that it wraps, on purpose.

use scorer_instrument::scorer_span;
use scorer_instrument_tests::{FieldValue, watch};

#[derive(Debug)]
struct Service {
    base: i64,
}

impl Service {
    #[scorer_span]
    fn ours(&self, n: i64) -> i64 {
        self.base + n
    }

    #[tracing::instrument]
    fn theirs(&self, n: i64) -> i64 {
        self.base + n
    }
}

#[test]
fn differs_on_purpose_in_that_self_is_never_recorded() {
    let service = Service { base: 1 };
    let (_, theirs) = watch(|| service.theirs(2));
    let (_, ours) = watch(|| service.ours(2));
    assert_eq!(theirs.only().declared, ["self", "n"]);
    assert_eq!(ours.only().declared, ["n"]);
}

#[test]
fn differs_on_purpose_in_that_a_value_keeps_its_type_in_patterns_and_behind_pointers() {
    let ((), theirs) = {
        #[tracing::instrument]
        fn load((a, label): (u64, String), c: Option<u8>) {
            let _ = (a, label, c);
        }
        watch(|| load((1, "two".to_owned()), Some(3)))
    };
    let ((), ours) = {
        #[scorer_span]
        fn load((a, label): (u64, String), c: Option<u8>) {
            let _ = (a, label, c);
        }
        watch(|| load((1, "two".to_owned()), Some(3)))
    };
    assert_eq!(theirs.field("a"), Some(FieldValue::debug("1")));
    assert_eq!(theirs.field("label"), Some(FieldValue::debug("\"two\"")));
    assert_eq!(theirs.field("c"), Some(FieldValue::debug("Some(3)")));
    assert_eq!(ours.field("a"), Some(FieldValue::U64(1)));
    assert_eq!(ours.field("label"), Some(FieldValue::str("two")));
    assert_eq!(ours.field("c"), Some(FieldValue::U64(3)));
}
