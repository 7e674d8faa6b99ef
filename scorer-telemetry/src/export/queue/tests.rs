//! Whatever a collector does, each span is exported or counted as lost.

use std::sync::{Arc, Mutex};

use opentelemetry::InstrumentationScope;
use opentelemetry::trace::{SpanContext, SpanId, SpanKind, Status};
use opentelemetry_sdk::trace::{SpanEvents, SpanLinks};
use proptest::prelude::*;

use super::*;

const PATIENCE: Duration = Duration::from_secs(60);

fn span() -> SpanData {
    SpanData {
        span_context: SpanContext::NONE,
        parent_span_id: SpanId::INVALID,
        parent_span_is_remote: false,
        span_kind: SpanKind::Internal,
        name: "score".into(),
        start_time: std::time::SystemTime::UNIX_EPOCH,
        end_time: std::time::SystemTime::UNIX_EPOCH,
        attributes: Vec::new(),
        dropped_attributes_count: 0,
        events: SpanEvents::default(),
        links: SpanLinks::default(),
        status: Status::Unset,
        instrumentation_scope: InstrumentationScope::default(),
    }
}

/// What becomes of one export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Takes,
    Rejects(u64),
    NotNow,
    Never,
    TooLarge,
}

/// A collector that answers by a script, and takes everything after it.
#[derive(Debug)]
struct Scripted {
    answers: std::vec::IntoIter<Answer>,
    last: Answer,
    taken: Arc<Mutex<u64>>,
}

impl Sink for Scripted {
    fn export(&mut self, batch: &[Box<SpanData>]) -> Result<(), String> {
        self.last = self.answers.next().unwrap_or(Answer::Takes);
        let count = u64::try_from(batch.len()).expect("small");
        let taken = match self.last {
            Answer::Takes => count,
            Answer::Rejects(rejected) => count - rejected.min(count),
            Answer::NotNow => return Err("not now".into()),
            Answer::Never => return Err("never".into()),
            Answer::TooLarge => return Err("too large".into()),
        };
        *self.taken.lock().expect("nobody panics") += taken;
        Ok(())
    }

    fn lost(&self) -> Option<u64> {
        match self.last {
            Answer::Rejects(rejected) => Some(rejected),
            _ => None,
        }
    }

    fn may_take_later(&self) -> bool {
        self.last == Answer::NotNow
    }

    fn was_too_large(&self) -> bool {
        self.last == Answer::TooLarge
    }

    fn shutdown(&mut self) -> Result<(), String> {
        Ok(())
    }
}

fn queue(answers: Vec<Answer>, room: usize, size: usize) -> (Queue, Arc<Mutex<u64>>) {
    let taken = Arc::new(Mutex::new(0));
    let sink = Scripted {
        answers: answers.into_iter(),
        last: Answer::Takes,
        taken: Arc::clone(&taken),
    };
    let batches = Batches {
        queue: room,
        size: size.min(room),
        delay: PATIENCE,
    };
    let queue = Queue::start(batches, Box::new(sink), Box::new(|_| {})).expect("a thread");
    (queue, taken)
}

#[test]
fn a_collector_that_comes_back_gets_everything() {
    let (queue, taken) = queue(vec![Answer::NotNow; 3], 8, 2);
    for _ in 0..8 {
        queue.push(Box::new(span()));
    }
    for _ in 0..3 {
        if queue.flush(PATIENCE).is_ok() {
            break;
        }
        assert_eq!(queue.lost().total(), 0);
    }
    queue.flush(PATIENCE).expect("it is back");
    assert_eq!((queue.exported(), queue.lost().total()), (8, 0));
    assert_eq!(*taken.lock().expect("nobody panics"), 8);
}

#[test]
fn a_batch_that_is_too_large_goes_in_halves() {
    use Answer::{Never, NotNow, Takes, TooLarge};

    // Eight, four, the first two; then what is left of them.
    for (answers, exported, failed) in [
        (vec![TooLarge, TooLarge, Takes, Takes, Takes], 8, 0),
        (vec![TooLarge, TooLarge, Takes, Never, Takes], 6, 2),
        (vec![TooLarge; 4], 7, 1),
    ] {
        let (queue, taken) = queue(answers, 8, 8);
        for _ in 0..8 {
            queue.push(Box::new(span()));
        }
        let flushed = queue.flush(PATIENCE);
        assert_eq!(flushed.is_ok(), failed == 0, "{flushed:?}");
        let lost = queue.lost();
        assert_eq!((lost.failed, lost.dropped), (failed, 0));
        assert_eq!(queue.exported(), exported);
        assert_eq!(*taken.lock().expect("nobody panics"), exported);
    }

    // It goes away between two parts: what it has taken does not come again.
    let (queue, taken) = queue(vec![TooLarge, Takes, NotNow], 8, 8);
    for _ in 0..8 {
        queue.push(Box::new(span()));
    }
    queue.flush(PATIENCE).expect_err("away");
    assert_eq!((queue.exported(), queue.lost().total()), (4, 0));
    queue.flush(PATIENCE).expect("it is back");
    assert_eq!((queue.exported(), queue.lost().total()), (8, 0));
    assert_eq!(*taken.lock().expect("nobody panics"), 8);
}

#[test]
fn while_a_collector_is_away_only_the_bound_loses() {
    let (queue, _) = queue(vec![Answer::NotNow; 100], 8, 8);
    for _ in 0..20 {
        queue.push(Box::new(span()));
    }
    queue.flush(PATIENCE).expect_err("away");
    for _ in 0..20 {
        queue.push(Box::new(span()));
    }
    queue.flush(PATIENCE).expect_err("away");
    let lost = queue.lost();
    assert_eq!((lost.failed, queue.exported()), (0, 0));
    assert_eq!(lost.dropped, 40 - 8);
    queue.shutdown(PATIENCE).expect_err("still away");
    assert_eq!(queue.lost().total(), 40);
}

#[test]
fn a_batch_that_fells_the_collector_does_not_keep_back_the_others() {
    let (queue, taken) = queue(vec![Answer::NotNow; 5], 8, 2);
    queue.push(Box::new(span()));
    for _ in 0..5 {
        queue.flush(PATIENCE).expect_err("it falls over");
    }
    for _ in 0..3 {
        queue.push(Box::new(span()));
    }
    queue.flush(PATIENCE).expect("the others came first");
    assert_eq!(*taken.lock().expect("nobody panics"), 4);
}

fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        Just(Answer::Takes),
        (0..4_u64).prop_map(Answer::Rejects),
        Just(Answer::NotNow),
        Just(Answer::Never),
        Just(Answer::TooLarge),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn made_is_exported_and_lost(
        answers in proptest::collection::vec(answer(), 0..12),
        bursts in proptest::collection::vec(0..12_usize, 1..6),
        room in 1..10_usize,
        size in 1..6_usize,
    ) {
        let (queue, taken) = queue(answers, room, size);
        for burst in &bursts {
            for _ in 0..*burst {
                queue.push(Box::new(span()));
            }
            let _ = queue.flush(PATIENCE);
        }
        let _ = queue.shutdown(PATIENCE);
        queue.push(Box::new(span()));
        let made = u64::try_from(bursts.iter().sum::<usize>()).expect("small") + 1;
        prop_assert_eq!(made, queue.exported() + queue.lost().total());
        prop_assert_eq!(queue.exported(), *taken.lock().expect("nobody panics"));
    }
}
