//! Which arguments of a function become fields, and under which name.

#![expect(clippy::boxed_local, reason = "each receiver is tried")]

use axum::extract::{Path, State};
use scorer_instrument::{Recordable, scorer_span};
use scorer_instrument_tests::FieldValue::{self, Bool, I64, U64};
use scorer_instrument_tests::watch;

struct Pool;
struct Service {
    base: i64,
}

#[test]
fn arguments_are_recorded_in_order_under_their_names() {
    #[scorer_span]
    fn load(first: i64, second: &str, third: bool) {
        let _ = (first, second, third);
    }
    let ((), recording) = watch(|| load(1, "two", true));
    assert_eq!(
        recording.only().fields.0,
        [
            ("first".to_owned(), I64(1)),
            ("second".to_owned(), FieldValue::str("two")),
            ("third".to_owned(), Bool(true)),
        ]
    );
}

#[test]
fn a_skipped_argument_is_no_field_and_needs_no_proof() {
    #[scorer_span(skip(pool))]
    fn load(pool: &Pool, depth: u32) {
        let _ = (pool, depth);
    }
    let ((), recording) = watch(|| load(&Pool, 2));
    assert_eq!(recording.only().declared, ["depth"]);
}

#[test]
fn skip_all_leaves_only_the_fields() {
    #[scorer_span(skip_all, fields(stamp_count = stamps.len()))]
    fn load(pool: &Pool, stamps: &[i64]) {
        let _ = (pool, stamps);
    }
    let ((), recording) = watch(|| load(&Pool, &[1, 2]));
    assert_eq!(recording.only().declared, ["stamp_count"]);
    assert_eq!(recording.field("stamp_count"), Some(U64(2)));
}

impl Service {
    #[scorer_span]
    fn by_reference(&self, n: i64) -> i64 {
        self.base + n
    }

    #[scorer_span]
    fn by_mutable_reference(&mut self, n: i64) {
        self.base += n;
    }

    #[scorer_span(skip(self))]
    fn by_value(self, n: i64) -> i64 {
        self.base + n
    }

    #[scorer_span]
    fn boxed(self: Box<Self>, n: i64) -> i64 {
        self.base + n
    }

    #[scorer_span]
    fn in_an_arc(self: &std::sync::Arc<Self>, n: i64) -> i64 {
        self.base + n
    }

    #[scorer_span]
    fn mutable(mut self, n: i64) -> i64 {
        self.base += n;
        self.base
    }

    #[scorer_span(fields(base = self.base))]
    fn with_a_part(&self, n: i64) -> i64 {
        self.base + n
    }
}

#[test]
fn self_is_never_recorded_whatever_its_kind() {
    let new = || Service { base: 1 };
    let (total, recording) = watch(|| {
        let mut service = new();
        service.by_mutable_reference(2);
        service.by_reference(2)
            + service.by_value(2)
            + Box::new(new()).boxed(2)
            + std::sync::Arc::new(new()).in_an_arc(2)
            + new().mutable(2)
    });
    assert_eq!(total, 5 + 5 + 3 + 3 + 3);
    assert_eq!(recording.spans.len(), 6);
    for span in &recording.spans {
        assert_eq!(span.declared, ["n"]);
        assert_eq!(span.fields.get("n"), Some(&I64(2)));
    }
}

#[test]
fn a_part_of_self_can_be_a_field() {
    let (total, recording) = watch(|| Service { base: 40 }.with_a_part(2));
    assert_eq!(total, 42);
    assert_eq!(recording.field("base"), Some(I64(40)));
}

#[test]
fn the_names_that_an_extractor_binds_are_recorded() {
    #[scorer_span(skip(pool))]
    fn handle(State(pool): State<i32>, Path((community, version)): Path<(i64, String)>) {
        let _ = (pool, community, version);
    }
    let ((), recording) = watch(|| handle(State(1), Path((335, "v1".to_owned()))));
    assert_eq!(recording.only().declared, ["community", "version"]);
    assert_eq!(recording.field("community"), Some(I64(335)));
    assert_eq!(recording.field("version"), Some(FieldValue::str("v1")));
}

#[test]
fn a_generic_argument_is_recorded_by_its_own_type() {
    #[scorer_span]
    fn load<T, U: Recordable>(one: &T, other: U)
    where
        T: Recordable + ?Sized,
    {
        let _ = (one, other);
    }
    let ((), recording) = watch(|| load("one", Some(2_u8)));
    assert_eq!(recording.field("one"), Some(FieldValue::str("one")));
    assert_eq!(recording.field("other"), Some(U64(2)));
}

#[test]
fn an_impl_trait_argument_is_recorded_when_its_bound_proves_it() {
    #[scorer_span]
    fn load(depth: impl Recordable) {
        let _ = depth;
    }
    let ((), recording) = watch(|| load(7_i8));
    assert_eq!(recording.field("depth"), Some(I64(7)));
}

#[test]
fn const_generics_and_lifetimes_stay_as_written() {
    #[scorer_span(skip(items), fields(size = N))]
    fn first<'a, const N: usize>(items: &'a [String; N], fallback: &'a str) -> &'a str {
        items.first().map_or(fallback, String::as_str)
    }
    let items = ["one".to_owned()];
    let (output, recording) = watch(|| first(&items, "none"));
    assert_eq!(output, "one");
    assert_eq!(recording.field("size"), Some(U64(1)));
    assert_eq!(recording.field("fallback"), Some(FieldValue::str("none")));
}

#[test]
fn a_consumed_argument_is_recorded_before_the_body_takes_it() {
    #[scorer_span]
    fn shout(label: String) -> String {
        label + "!"
    }
    let (output, recording) = watch(|| shout("abc".to_owned()));
    assert_eq!(output, "abc!");
    assert_eq!(recording.field("label"), Some(FieldValue::str("abc")));
}

#[test]
fn raw_identifiers_are_fields_without_their_prefix() {
    #[scorer_span(fields(r#loop = r#type + 1))]
    fn r#match(r#type: i64) -> i64 {
        r#type
    }
    let (_, recording) = watch(|| r#match(1));
    // tracing names the span by the identifier as written.
    assert_eq!(recording.only().name, "r#match");
    assert_eq!(recording.only().declared, ["type", "loop"]);
    assert_eq!(recording.field("loop"), Some(I64(2)));
}

#[test]
fn a_default_method_of_a_trait_and_an_associated_function_are_recorded() {
    trait Scores {
        const BASE: i64;

        #[scorer_span]
        fn total(&self, n: i64) -> i64 {
            Self::BASE + n
        }

        #[scorer_span(fields(base = Self::BASE))]
        fn start(n: i64) -> i64 {
            Self::BASE + n
        }
    }
    struct Plain;
    impl Scores for Plain {
        const BASE: i64 = 10;
    }
    let (total, recording) = watch(|| Plain.total(1) + Plain::start(2));
    assert_eq!(total, 23);
    assert_eq!(recording.span("total").fields.get("n"), Some(&I64(1)));
    assert_eq!(recording.span("start").fields.get("base"), Some(&I64(10)));
}

#[test]
fn a_function_within_a_function_has_a_span_of_its_own() {
    #[scorer_span]
    fn outer(depth: u8) -> u8 {
        #[scorer_span]
        fn inner(depth: u8) -> u8 {
            depth + 1
        }
        inner(depth + 1)
    }
    let (output, recording) = watch(|| outer(1));
    assert_eq!(output, 3);
    assert_eq!(
        recording.span("inner").parent,
        Some(recording.place("outer"))
    );
    assert_eq!(recording.span("inner").fields.get("depth"), Some(&U64(2)));
}

#[test]
fn an_extern_function_keeps_its_kind() {
    #[scorer_span]
    extern "C" fn add(left: i64, right: i64) -> i64 {
        left + right
    }
    let pointer: extern "C" fn(i64, i64) -> i64 = add;
    let (total, recording) = watch(|| pointer(1, 2));
    assert_eq!(total, 3);
    assert_eq!(recording.only().declared, ["left", "right"]);
}
