//! Tasks: what keeps the span and what loses it; instrumentation that knows no `tracing`; flushing inside of a runtime.

use opentelemetry::trace::TraceContextExt as _;
use opentelemetry_sdk::trace::SpanData;
use scorer_instrument::{scorer_span, spawn, spawn_blocking};
use tracing::instrument::WithSubscriber as _;

#[scorer_span]
async fn part(number: i64) -> i64 {
    number
}

#[scorer_span]
fn hash(rounds: i64) -> i64 {
    rounds
}

#[scorer_span]
async fn request() {
    let a = spawn(part(1).with_current_subscriber());
    let dispatch = tracing::dispatcher::get_default(Clone::clone);
    let b = spawn_blocking(move || tracing::dispatcher::with_default(&dispatch, || hash(2)));
    let c = tokio::spawn(part(3).with_current_subscriber());
    a.await.expect("it ends");
    b.await.expect("it ends");
    c.await.expect("it ends");
}

async fn spans_of(work: impl Future<Output = ()>) -> Vec<SpanData> {
    let telemetry = scorer_instrument::telemetry!()
        .environment(|name| (name == "RUST_LOG").then(|| "off".to_owned()))
        .in_memory()
        .expect("accepted settings");
    work.with_subscriber(telemetry.dispatch()).await;
    telemetry.spans()
}

#[tokio::test(flavor = "multi_thread")]
async fn spawned_work_stays_in_its_request() {
    let spans = spans_of(request()).await;
    let root = spans
        .iter()
        .find(|it| it.name == "request")
        .expect("a root");
    let id = root.span_context.span_id();
    let within = spans.iter().filter(|it| it.parent_span_id == id).count();
    // tokio's own spawn loses the span: that is what the others are for.
    assert_eq!((spans.len(), within), (4, 2));
}

#[tokio::test]
async fn the_current_opentelemetry_context_is_the_spans() {
    let spans = spans_of(async {
        let span = tracing::info_span!("outer");
        let _entered = span.enter();
        let inside = opentelemetry::Context::current();
        assert!(inside.span().span_context().is_sampled());
        let shown = inside.span().span_context().span_id().to_string();
        tracing::info!(shown, "seen");
    })
    .await;
    let shown = spans[0].events.events[0].attributes[0].value.to_string();
    assert_eq!(shown, spans[0].span_context.span_id().to_string());
    assert!(!opentelemetry::Context::current().has_active_span());
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_on_many_threads_keep_their_own_trees() {
    let spans = spans_of(async {
        let tasks: Vec<_> = (0..32)
            .map(|number| {
                tokio::spawn(
                    async move {
                        let span = tracing::info_span!("root", number);
                        tracing::Instrument::instrument(
                            async move {
                                for _ in 0..4 {
                                    tokio::task::yield_now().await;
                                    part(number).await;
                                }
                            },
                            span,
                        )
                        .await;
                    }
                    .with_current_subscriber(),
                )
            })
            .collect();
        for task in tasks {
            task.await.expect("it ends");
        }
    })
    .await;
    assert_eq!(spans.len(), 32 * 5);
    for root in spans.iter().filter(|it| it.name == "root") {
        let number = &root.attributes[0].value;
        let id = root.span_context.span_id();
        let parts: Vec<_> = spans.iter().filter(|it| it.parent_span_id == id).collect();
        assert_eq!(parts.len(), 4);
        for part in parts {
            assert_eq!(part.attributes[0].value, *number);
            assert_eq!(part.span_context.trace_id(), root.span_context.trace_id());
        }
    }
}
