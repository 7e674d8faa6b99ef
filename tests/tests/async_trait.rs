//! Under `#[async_trait]`: receivers, patterns, `err`, `ret` and `record!` in what it generates.

use async_trait::async_trait;
use scorer_instrument::{info, record, scorer_span};
use scorer_instrument_tests::FieldValue::{self, I64, U64};
use scorer_instrument_tests::{Recording, block_on, turns, watch};

struct Pool;

struct Address {
    id: i64,
    label: String,
    payload: Vec<u8>,
}

#[async_trait]
trait Scores {
    async fn score(&self, id: i64, pool: &Pool) -> Result<i64, std::fmt::Error>;
    async fn pair(&self, pair: (i64, String), third: u8) -> i64;
    async fn part(&mut self, address: Address) -> i64;
    async fn ignored(&self, _: Pool, id: i64);
    async fn associated(id: i64) -> i64;

    #[scorer_span]
    async fn by_default(&self, label: &str) -> usize {
        turns(1).await;
        label.len()
    }
}

struct Service {
    calls: i64,
}

#[async_trait]
impl Scores for Service {
    #[scorer_span(skip(pool), fields(score), err, ret)]
    async fn score(&self, id: i64, pool: &Pool) -> Result<i64, std::fmt::Error> {
        let _ = pool;
        turns(1).await;
        record!(score = id * 2);
        info!(id, "inside");
        if id > 1 {
            Ok(id * 2)
        } else {
            Err(std::fmt::Error)
        }
    }

    #[scorer_span(fields(length = label.len(), next = id + 1))]
    async fn pair(&self, (id, label): (i64, String), third: u8) -> i64 {
        turns(1).await;
        let _ = (label, third);
        id
    }

    #[scorer_span(skip(payload), fields(size = payload.len()))]
    async fn part(&mut self, Address { id, label, payload }: Address) -> i64 {
        turns(1).await;
        self.calls += 1;
        drop((label, payload));
        id
    }

    #[scorer_span]
    async fn ignored(&self, _: Pool, id: i64) {
        let _ = id;
        turns(1).await;
    }

    #[scorer_span]
    async fn associated(id: i64) -> i64 {
        turns(1).await;
        id
    }
}

fn service() -> Service {
    Service { calls: 0 }
}

fn shows_no_generated_name(recording: &Recording) {
    assert!(!recording.shows("__arg"), "{recording:#?}");
    assert!(!recording.shows("__self"), "{recording:#?}");
}

#[test]
fn err_ret_and_record_work_as_outside() {
    let (output, recording) = watch(|| block_on(service().score(2, &Pool)));
    assert_eq!(output, Ok(4));
    let span = recording.only();
    assert_eq!(span.name, "score");
    assert_eq!(span.target, "async_trait");
    assert_eq!(span.declared, ["id", "score"]);
    assert_eq!(recording.field("id"), Some(I64(2)));
    assert_eq!(recording.field("score"), Some(I64(4)));
    assert_eq!(recording.events.len(), 2);
    assert!(recording.events.iter().all(|event| event.span == Some(0)));
    assert_eq!(
        recording.events[1].fields.get("return"),
        Some(&FieldValue::debug("4"))
    );
    let (_, recording) = watch(|| block_on(service().score(1, &Pool)));
    assert_eq!(recording.events[1].fields.names(), ["error"]);
}

#[test]
fn the_names_of_a_pattern_are_recorded() {
    let (_, recording) = watch(|| block_on(service().pair((7, "abc".to_owned()), 3)));
    assert_eq!(
        recording.only().declared,
        ["id", "label", "third", "length", "next"]
    );
    assert_eq!(recording.field("id"), Some(I64(7)));
    assert_eq!(recording.field("label"), Some(FieldValue::str("abc")));
    assert_eq!(recording.field("third"), Some(U64(3)));
    assert_eq!(recording.field("length"), Some(U64(3)));
    assert_eq!(recording.field("next"), Some(I64(8)));
    shows_no_generated_name(&recording);
}

#[test]
fn the_names_of_a_struct_pattern_are_recorded_and_skipped() {
    let address = Address {
        id: 1,
        label: "home".to_owned(),
        payload: vec![1, 2, 3],
    };
    let mut service = service();
    let (_, recording) = watch(|| block_on(service.part(address)));
    assert_eq!(recording.only().declared, ["id", "label", "size"]);
    assert_eq!(recording.field("size"), Some(U64(3)));
    assert_eq!(service.calls, 1);
    shows_no_generated_name(&recording);
}

#[test]
fn an_ignored_argument_is_no_field() {
    let ((), recording) = watch(|| block_on(service().ignored(Pool, 5)));
    assert_eq!(recording.only().declared, ["id"]);
    shows_no_generated_name(&recording);
}

#[test]
fn functions_without_self_and_default_methods_are_recorded() {
    let (_, recording) = watch(|| block_on(Service::associated(9)));
    assert_eq!(recording.field("id"), Some(I64(9)));
    let (length, recording) = watch(|| block_on(service().by_default("abc")));
    assert_eq!(length, 3);
    assert_eq!(recording.field("label"), Some(FieldValue::str("abc")));
}

#[test]
fn a_future_without_send_is_recorded() {
    #[async_trait(?Send)]
    trait Local {
        async fn load(&self, id: std::rc::Rc<i64>) -> i64;
    }
    #[async_trait(?Send)]
    impl Local for Service {
        #[scorer_span(ret)]
        async fn load(&self, id: std::rc::Rc<i64>) -> i64 {
            turns(1).await;
            *id
        }
    }
    let (_, recording) = watch(|| block_on(service().load(std::rc::Rc::new(4))));
    assert_eq!(recording.field("id"), Some(I64(4)));
    assert_eq!(recording.only_event().span, Some(0));
}

#[test]
fn a_generic_trait_is_recorded_by_its_bounds() {
    #[async_trait]
    trait Store<T: scorer_instrument::Recordable + Send + Sync + 'static> {
        async fn put(&self, item: T) -> usize;
    }
    #[async_trait]
    impl<T: scorer_instrument::Recordable + Send + Sync + 'static> Store<T> for Service {
        #[scorer_span]
        async fn put(&self, item: T) -> usize {
            turns(1).await;
            drop(item);
            1
        }
    }
    let (_, recording) = watch(|| block_on(service().put(Some(3_u8))));
    assert_eq!(recording.field("item"), Some(U64(3)));
}

#[test]
fn an_async_function_in_a_trait_needs_no_other_attribute() {
    trait Native {
        async fn load(&self, pair: (i64, &str)) -> usize;
    }
    impl Native for Service {
        #[scorer_span(ret)]
        async fn load(&self, (id, label): (i64, &str)) -> usize {
            let _ = id;
            turns(1).await;
            label.len()
        }
    }
    let (_, recording) = watch(|| block_on(service().load((1, "abc"))));
    assert_eq!(recording.only().declared, ["id", "label"]);
    assert_eq!(recording.field("label"), Some(FieldValue::str("abc")));
}
