//! Async functions: a span is entered at each poll and left at each pause, and closed however the
//! future ends.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use scorer_instrument::{info, record, scorer_span};
use scorer_instrument_tests::Happened::{Close, Enter, Exit, New};
use scorer_instrument_tests::{FieldValue, block_on, poll_once, turns, watch};
use tokio::sync::Barrier;
use tracing::Instrument;

#[scorer_span(fields(score))]
async fn handle(request: u64) -> u64 {
    turns(1).await;
    let score = load(request).await;
    record!(score = score);
    score
}

#[scorer_span]
async fn load(id: u64) -> u64 {
    turns(2).await;
    info!(id, "loaded");
    id * 2
}

#[test]
fn a_pause_leaves_the_span_and_a_poll_enters_it() {
    #[scorer_span]
    async fn pause() {
        turns(2).await;
    }
    let ((), recording) = watch(|| block_on(pause()));
    assert_eq!(
        recording.order,
        [
            New(0),
            Enter(0),
            Exit(0),
            Enter(0),
            Exit(0),
            Enter(0),
            Exit(0),
            // The future is dropped inside its span.
            Enter(0),
            Exit(0),
            Close(0)
        ]
    );
}

#[test]
fn nothing_happens_before_the_first_poll() {
    let ((), recording) = watch(|| drop(handle(1)));
    assert_eq!(recording.order, []);
}

#[test]
fn two_requests_at_once_keep_their_spans_apart() {
    let (output, recording) = watch(|| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .expect("a runtime");
        runtime.block_on(async { tokio::join!(handle(1), handle(2)) })
    });
    assert_eq!(output, (2, 4));
    let places = |name: &str| -> Vec<usize> {
        (0..recording.spans.len())
            .filter(|at| recording.spans[*at].name == name)
            .collect()
    };
    let (requests, loads) = (places("handle"), places("load"));
    assert_eq!((requests.len(), loads.len()), (2, 2));
    for load in &loads {
        let load = &recording.spans[*load];
        let parent = &recording.spans[load.parent.expect("a parent")];
        let Some(FieldValue::U64(id)) = load.fields.get("id") else {
            panic!("{recording:#?}");
        };
        assert_eq!(parent.fields.get("request"), Some(&FieldValue::U64(*id)));
        assert_eq!(parent.fields.get("score"), Some(&FieldValue::U64(id * 2)));
        assert_eq!(parent.parent, None);
    }
    // They really ran in turns: the second began before the first ended.
    let at = |what| {
        recording
            .order
            .iter()
            .position(|happened| *happened == what)
    };
    assert!(at(New(requests[1])) < at(Close(requests[0])));
    for event in &recording.events {
        let span = &recording.spans[event.span.expect("a span")];
        assert_eq!(span.fields.get("id"), event.fields.get("id"));
    }
}

#[test]
fn a_span_keeps_its_parent_across_threads() {
    #[scorer_span(skip(barrier))]
    async fn request(id: u64, barrier: Arc<Barrier>) {
        // Neither goes on before both have begun.
        barrier.wait().await;
        step(id).await;
    }
    #[scorer_span]
    async fn step(id: u64) {
        tokio::task::yield_now().await;
        info!(id, "inside");
    }
    let ((), recording) = watch(|| {
        let dispatch = tracing::dispatcher::get_default(Clone::clone);
        let on_thread = move || {
            // A worker's own default would hide the recorder of this test.
            let guard = tracing::dispatcher::set_default(&dispatch);
            std::mem::forget(guard);
        };
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .on_thread_start(on_thread)
            .build()
            .expect("a runtime");
        let barrier = Arc::new(Barrier::new(2));
        runtime.block_on(async {
            let first = tokio::spawn(request(1, Arc::clone(&barrier)));
            let second = tokio::spawn(request(2, barrier).in_current_span());
            first.await.expect("no panic");
            second.await.expect("no panic");
        });
    });
    let steps: Vec<_> = recording
        .spans
        .iter()
        .filter(|span| span.name == "step")
        .collect();
    assert_eq!(steps.len(), 2);
    for step in steps {
        let parent = &recording.spans[step.parent.expect("a parent")];
        assert_eq!(parent.fields.get("id"), step.fields.get("id"));
    }
    assert!(recording.spans.iter().all(|span| span.closed));
}

#[test]
fn a_cancelled_future_closes_its_spans() {
    let ((), recording) = watch(|| {
        let mut request = Box::pin(handle(1));
        for _ in 0..3 {
            assert!(poll_once(request.as_mut()).is_pending());
        }
        drop(request);
    });
    assert_eq!(recording.spans.len(), 2);
    assert!(recording.spans.iter().all(|span| span.closed));
    // The inner first.
    assert!(
        recording
            .order
            .ends_with(&[Close(1), Enter(0), Exit(0), Close(0)])
            || recording.order.ends_with(&[Close(1), Exit(0), Close(0)]),
        "{:?}",
        recording.order
    );
    assert!(recording.events.is_empty());
}

#[test]
fn a_panic_closes_the_spans_that_it_unwinds() {
    #[scorer_span]
    fn outer(n: u64) {
        let _ = inner(n);
    }
    #[scorer_span(err, ret)]
    fn inner(n: u64) -> Result<u64, std::fmt::Error> {
        assert!(n > 1, "too small");
        Ok(n)
    }
    #[scorer_span(ret)]
    async fn later(n: u64) -> u64 {
        turns(1).await;
        assert!(n > 1, "too small");
        n
    }
    let (panicked, recording) = watch(|| catch_unwind(|| outer(1)).is_err());
    assert!(panicked);
    assert_eq!(
        recording.order,
        [
            New(0),
            Enter(0),
            New(1),
            Enter(1),
            Exit(1),
            Close(1),
            Exit(0),
            Close(0)
        ]
    );
    let (panicked, recording) =
        watch(|| catch_unwind(AssertUnwindSafe(|| block_on(later(1)))).is_err());
    assert!(panicked);
    assert!(recording.only().closed);
    assert!(recording.events.is_empty());
    // The thread is in no span any more.
    let ((), recording) = watch(|| info!("after"));
    assert_eq!(recording.only_event().span, None);
}

#[test]
fn a_future_of_an_annotated_function_can_be_sent() {
    fn sent<T: Send>(future: T) -> T {
        future
    }
    #[scorer_span(err, ret, fields(length = label.len(), score))]
    async fn load(label: String, depth: Option<&str>) -> Result<u64, std::fmt::Error> {
        turns(1).await;
        record!(score = 1);
        let _ = depth;
        Ok(label.len() as u64)
    }
    let (output, recording) = watch(|| block_on(sent(load("abc".to_owned(), Some("x")))));
    assert_eq!(output, Ok(3));
    assert_eq!(recording.field("length"), Some(FieldValue::U64(3)));
}

#[test]
fn a_function_that_returns_an_async_block_is_instrumented_while_it_runs() {
    #[scorer_span(err)]
    fn load(id: u64) -> impl Future<Output = Result<u64, std::fmt::Error>> + Send {
        async move {
            turns(1).await;
            info!(id, "inside");
            Ok(id)
        }
    }
    let (output, recording) = watch(|| block_on(load(3)));
    assert_eq!(output, Ok(3));
    assert_eq!(recording.field("id"), Some(FieldValue::U64(3)));
    assert_eq!(recording.only_event().span, Some(0));
}
