//! Names of the caller's that look like those of the expansion, in either direction.
//!
//! The expansion's own names must neither be caught by the caller's nor catch them.

#![no_implicit_prelude]

use ::scorer_instrument_tests::FieldValue::{I64, U64};
use ::scorer_instrument_tests::{FieldValue, watch};
use ::std::assert_eq;
use ::std::option::Option::Some;
use ::std::prelude::rust_2024::test;

mod shadowed {
    //! Everything that an expansion could name, named otherwise.

    use ::scorer_instrument::{info, record, scorer_span};

    #[expect(dead_code, reason = "there to be taken by mistake")]
    mod tracing {
        pub(super) mod field {
            pub(crate) struct Empty;
        }
    }
    mod scorer_instrument {
        pub(super) mod private {}
    }
    mod core {}
    mod std {}

    #[expect(dead_code, reason = "there to be taken by mistake")]
    pub(super) struct Result;
    #[expect(dead_code, reason = "there to be taken by mistake")]
    pub(super) struct Option;
    #[expect(dead_code, reason = "there to be taken by mistake")]
    pub(super) struct String;
    #[expect(dead_code, reason = "there to be taken by mistake")]
    pub(super) trait Recordable {}
    #[expect(dead_code, reason = "there to be taken by mistake")]
    pub(super) trait Returnable {}
    #[expect(dead_code, non_snake_case, reason = "there to be taken by mistake")]
    pub(super) fn Some() {}
    #[expect(dead_code, reason = "there to be taken by mistake")]
    pub(super) fn display() {}
    #[expect(dead_code, reason = "there to be taken by mistake")]
    pub(super) fn debug() {}

    #[scorer_span(fields(score, shown = %value_count, printed = ?method), target = "area", name = "shadowed")]
    pub(super) fn load(value_count: u8, method: i64, span: ::std::option::Option<u8>, level: u8) {
        record!(score = value_count);
        info!(method, "{span:?} {level}");
    }

    #[scorer_span(skip_all, fields(__arg1 = depth, f = name.len()))]
    pub(super) fn like_ours(depth: i64, name: &str, __f: u8) {
        let _ = (depth, name, __f);
    }
}

#[test]
fn the_callers_names_do_not_catch_the_expansion() {
    let ((), recording) = watch(|| shadowed::load(1, 2, Some(3), 4));
    assert_eq!(recording.only().name, "shadowed");
    assert_eq!(recording.field("value_count"), Some(U64(1)));
    assert_eq!(recording.field("method"), Some(I64(2)));
    assert_eq!(recording.field("span"), Some(U64(3)));
    assert_eq!(recording.field("level"), Some(U64(4)));
    assert_eq!(recording.field("score"), Some(U64(1)));
    assert_eq!(recording.field("shown"), Some(FieldValue::debug("1")));
    assert_eq!(
        recording.only_event().fields.get("message"),
        Some(&FieldValue::debug("Some(3) 4"))
    );
    let ((), recording) = watch(|| shadowed::like_ours(5, "abc", 6));
    assert_eq!(recording.field("f"), Some(U64(3)));
}

macro_rules! functions {
    ($(#[$attr:meta])* $vis:vis fn $name:ident($($arg:ident: $type:ty),*) -> $output:ty $body:block) => {
        $(#[$attr])*
        $vis fn $name($($arg: $type),*) -> $output $body
    };
    ($name:ident, $type:ty, $field:ident, $value:expr) => {
        #[::scorer_instrument::scorer_span(fields($field = $value, score))]
        fn $name(depth: $type) -> $type {
            // This `depth` is the macro's own.
            ::scorer_instrument::record!(score = depth);
            ::scorer_instrument::info!(depth, "at {depth}");
            depth
        }
    };
}

functions! {
    /// Made from the caller's tokens.
    #[::scorer_instrument::scorer_span(fields(next = depth + 1), ret)]
    fn passed_through(depth: u8) -> u8 { depth }
}

functions!(made, i64, size, 1 + 2);

#[test]
fn functions_that_a_macro_makes_are_recorded() {
    let (_, recording) = watch(|| passed_through(1));
    assert_eq!(recording.field("depth"), Some(U64(1)));
    assert_eq!(recording.field("next"), Some(U64(2)));
    let (_, recording) = watch(|| made(4));
    assert_eq!(recording.field("depth"), Some(I64(4)));
    assert_eq!(recording.field("size"), Some(I64(3)));
    assert_eq!(recording.field("score"), Some(I64(4)));
    assert_eq!(
        recording.only_event().fields.get("message"),
        Some(&FieldValue::debug("at 4"))
    );
}

#[test]
fn a_local_macro_of_a_common_name_stays_the_callers() {
    macro_rules! value {
        () => {
            7
        };
    }
    #[::scorer_instrument::scorer_span(fields(score))]
    fn load(depth: i64) -> i64 {
        ::scorer_instrument::record!(score = depth);
        depth + value!()
    }
    let (total, recording) = watch(|| load(1));
    assert_eq!(total, 8);
    assert_eq!(recording.field("score"), Some(I64(1)));
}
