//! `#[cfg]` on an argument: the span records what is there.
//!
//! `debug_assertions` stands for a feature: the tests hold in either profile.

#![expect(
    unexpected_cfgs,
    reason = "a condition that never holds, whatever the profile"
)]

use scorer_instrument::{record, scorer_span};
use scorer_instrument_tests::FieldValue::U64;
use scorer_instrument_tests::watch;

struct Pool;

#[test]
fn an_argument_whose_condition_holds_is_recorded() {
    #[scorer_span]
    fn load(#[cfg(not(never))] depth: u64, width: u64) -> u64 {
        depth + width
    }
    let (sum, recording) = watch(|| load(1, 2));
    assert_eq!(sum, 3);
    assert_eq!(recording.only().declared, ["depth", "width"]);
}

#[test]
fn an_argument_whose_condition_does_not_hold_is_no_argument() {
    #[scorer_span]
    fn load(#[cfg(never)] depth: u64, width: u64) -> u64 {
        width
    }
    let (sum, recording) = watch(|| load(2));
    assert_eq!(sum, 2);
    assert_eq!(recording.only().declared, ["width"]);
}

#[test]
fn lists_leave_out_what_is_not_there() {
    #[scorer_span(skip(pool, api_key))]
    fn skips(#[cfg(never)] pool: &Pool, #[cfg(not(never))] api_key: &str, width: u64) {
        let _ = (api_key, width);
    }
    #[scorer_span(include(depth, width))]
    fn lists(#[cfg(never)] depth: u64, #[cfg(not(never))] pool: &Pool, width: u64) {
        let _ = (pool, width);
    }
    let ((), recording) = watch(|| skips("key", 2));
    assert_eq!(recording.only().declared, ["width"]);
    let ((), recording) = watch(|| lists(&Pool, 2));
    assert_eq!(recording.only().declared, ["width"]);
}

#[test]
fn every_combination_of_conditions_has_a_span() {
    #[scorer_span(fields(sum))]
    fn load(
        #[cfg(never)] first: u64,
        #[cfg(not(never))] second: u64,
        #[cfg(all(not(never), not(never)))]
        #[cfg(not(never))]
        third: u64,
        #[cfg(any(never, never))] fourth: u64,
    ) {
        record!(sum = second + third);
    }
    let ((), recording) = watch(|| load(1, 2));
    assert_eq!(recording.only().declared, ["second", "third", "sum"]);
    assert_eq!(recording.field("sum"), Some(U64(3)));
}

struct Service {
    base: u64,
}

impl Service {
    /// Other attributes stay.
    #[scorer_span(name = "service.load", skip_all, fields(base = self.base))]
    #[must_use]
    async fn load(&self, #[cfg(never)] pool: &Pool, depth: u64) -> u64 {
        self.base + depth
    }
}

#[test]
fn so_it_is_for_methods_and_async_functions() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    let (sum, recording) = watch(|| runtime.block_on(Service { base: 1 }.load(2)));
    assert_eq!(sum, 3);
    assert_eq!(recording.only().name, "service.load");
    assert_eq!(recording.only().declared, ["base"]);
}
