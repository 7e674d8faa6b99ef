//! `include(..)`: only what it lists is recorded.

use scorer_instrument::{record, scorer_span};
use scorer_instrument_tests::FieldValue::{I64, U64};
use scorer_instrument_tests::watch;

/// What must not be recorded, and need not be skipped.
struct Pool;

#[test]
fn only_what_is_listed_is_a_field() {
    #[scorer_span(include(community, depth))]
    fn load(pool: &Pool, depth: u64, api_key: &str, community: i64, width: u64) {
        let _ = (pool, depth, api_key, community, width);
    }
    let ((), recording) = watch(|| load(&Pool, 3, "hunter2", 7, 1));
    assert_eq!(recording.only().declared, ["depth", "community"]);
    assert_eq!(recording.field("depth"), Some(U64(3)));
    assert_eq!(recording.field("community"), Some(I64(7)));
}

#[test]
fn an_empty_list_records_no_argument() {
    #[scorer_span(include())]
    fn load(pool: &Pool, depth: u64) {
        let _ = (pool, depth);
    }
    let ((), recording) = watch(|| load(&Pool, 3));
    assert!(recording.only().declared.is_empty());
}

#[test]
fn a_name_that_a_pattern_binds_can_be_listed() {
    #[scorer_span(include(first))]
    fn load((first, second): (i64, Vec<u8>)) {
        let _ = (first, second);
    }
    let ((), recording) = watch(|| load((1, vec![2])));
    assert_eq!(recording.only().declared, ["first"]);
}

#[test]
fn fields_stand_beside_the_list() {
    #[scorer_span(include(depth), fields(stamp_count = stamps.len(), score))]
    fn load(stamps: &[u8], depth: u64) {
        record!(score = depth + 1);
        let _ = (stamps, depth);
    }
    let ((), recording) = watch(|| load(&[1, 2], 3));
    assert_eq!(recording.only().declared, ["depth", "stamp_count", "score"]);
    assert_eq!(recording.field("score"), Some(U64(4)));
}

#[async_trait::async_trait]
trait Load {
    async fn load(&self, pair: (i64, Vec<u8>), depth: u64);
}

struct Service;

#[async_trait::async_trait]
impl Load for Service {
    #[scorer_span(include(low))]
    async fn load(&self, (low, bytes): (i64, Vec<u8>), depth: u64) {
        let _ = (low, bytes, depth);
    }
}

#[test]
fn so_it_is_under_async_trait() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    let ((), recording) = watch(|| runtime.block_on(Service.load((1, vec![2]), 3)));
    assert_eq!(recording.only().declared, ["low"]);
}
