//! Tasks: what keeps the span and what loses it; instrumentation that knows no `tracing`; flushing inside of a runtime.

use std::time::Instant;

use axum::body::Body;
use axum::http::Request;
use opentelemetry::trace::{SpanId, Status, TraceContextExt as _};
use opentelemetry_sdk::trace::SpanData;
use scorer_instrument::telemetry::Local;
use scorer_instrument::{record, scorer_span, spawn, spawn_blocking, spawn_linked};
use tokio::sync::oneshot;
use tower::ServiceExt as _;
use tracing::Instrument as _;
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
    let below = |name: &str| {
        let parent = named(&spans, name);
        let id = parent.span_context.span_id();
        let within = spans.iter().filter(|it| it.parent_span_id == id);
        let mut names: Vec<_> = within.map(|it| it.name.to_string()).collect();
        names.sort();
        names
    };
    assert_eq!(below("request"), ["hash", "spawn"]);
    assert_eq!(below("spawn"), ["part"]);
    // tokio's own spawn loses the span: that is what the others are for.
    assert_eq!(spans.len(), 5);
}

fn in_memory(variables: &'static [(&'static str, &'static str)]) -> Local {
    scorer_instrument::telemetry!()
        .environment(move |name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        })
        .in_memory()
        .expect("accepted settings")
}

fn named<'a>(spans: &'a [SpanData], name: &str) -> &'a SpanData {
    let found = spans.iter().find(|it| it.name == name);
    found.unwrap_or_else(|| panic!("no span `{name}` in {spans:?}"))
}

fn is_cancelled(span: &SpanData) -> bool {
    let key = "telemetry.cancelled";
    span.attributes.iter().any(|it| it.key.as_str() == key)
}

/// Ends when a test says so.
async fn outlives(end: oneshot::Receiver<()>) {
    end.await.expect("the test ends it");
    part(1).await;
}

#[tokio::test]
async fn work_that_outlives_its_request_makes_it_no_longer() {
    for layered in [false, true] {
        let telemetry = in_memory(&[]);
        let _default = tracing::dispatcher::set_default(&telemetry.dispatch());
        let (end, ends) = oneshot::channel();
        let began = Instant::now();
        let task = if layered {
            // Also where the task runs in the request's span itself.
            let (tell, told) = oneshot::channel();
            let both = std::sync::Mutex::new(Some((tell, ends)));
            let both = std::sync::Arc::new(both);
            let handler = move || async move {
                let (tell, ends) = both.lock().expect("no panic").take().expect("one request");
                let task = tokio::spawn(outlives(ends).in_current_span());
                tell.send(task).expect("the test waits");
            };
            let app = axum::Router::new()
                .route("/", axum::routing::get(handler))
                .layer(scorer_instrument::axum::layer());
            let request = Request::get("/").body(Body::empty());
            let Ok(_) = app.oneshot(request.expect("a request")).await;
            told.await.expect("a task")
        } else {
            tracing::info_span!("GET /").in_scope(|| spawn(outlives(ends)))
        };
        let most = began.elapsed();
        while began.elapsed() <= most * 2 {
            tokio::task::yield_now().await;
        }
        end.send(()).expect("the task waits");
        task.await.expect("it ends");
        let spans = telemetry.spans();
        let request = named(&spans, "GET /");
        let took = request.end_time.duration_since(request.start_time);
        assert!(took.is_ok_and(|it| it <= most), "{layered}: {spans:?}");
        let late = named(&spans, "part");
        assert_eq!(
            late.span_context.trace_id(),
            request.span_context.trace_id()
        );
        assert!(late.start_time > request.end_time);
    }
}

#[tokio::test]
async fn blocking_work_is_within_the_span_around_it_and_makes_it_no_longer() {
    let telemetry = in_memory(&[]);
    let _default = tracing::dispatcher::set_default(&telemetry.dispatch());
    let dispatch = telemetry.dispatch();
    let (end, ends) = std::sync::mpsc::channel();
    let began = Instant::now();
    let task = tracing::info_span!("outer").in_scope(|| {
        spawn_blocking(move || {
            ends.recv().expect("the test ends it");
            tracing::dispatcher::with_default(&dispatch, || {
                tracing::info!("said");
                hash(2);
            });
            opentelemetry::Context::current()
                .span()
                .span_context()
                .span_id()
        })
    });
    let most = began.elapsed();
    while began.elapsed() <= most * 2 {
        tokio::task::yield_now().await;
    }
    end.send(()).expect("the work waits");
    let current = task.await.expect("it ends");
    let spans = telemetry.spans();
    let outer = named(&spans, "outer");
    let took = outer.end_time.duration_since(outer.start_time);
    assert!(took.is_ok_and(|it| it <= most), "{spans:?}");
    assert_eq!(current, outer.span_context.span_id());
    assert_eq!(named(&spans, "hash").parent_span_id, current);
    assert_eq!(outer.events.events[0].name, "said");
    assert_eq!(spans.len(), 2);
}

#[scorer_span(fields(first, second, third))]
async fn records() {
    let dispatch = tracing::dispatcher::get_default(Clone::clone);
    let tasks = spawn(async move {
        record!(first = 1_i64);
        let within = spawn(async { record!(second = 2_i64) });
        let blocking = spawn_blocking(move || {
            tracing::dispatcher::with_default(&dispatch, || record!(third = 3_i64));
        });
        within.await.expect("it ends");
        blocking.await.expect("it ends");
        part(4).await;
    });
    tasks.await.expect("it ends");
}

#[tokio::test]
async fn fields_are_filled_from_tasks_of_their_function() {
    let telemetry = in_memory(&[]);
    let _default = tracing::dispatcher::set_default(&telemetry.dispatch());
    records().await;
    let spans = telemetry.spans();
    let mut filled: Vec<_> = named(&spans, "records")
        .attributes
        .iter()
        .map(|it| (it.key.to_string(), it.value.to_string()))
        .collect();
    filled.sort();
    let expected = [("first", "1"), ("second", "2"), ("third", "3")];
    assert_eq!(
        filled,
        expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
}

#[tokio::test]
async fn work_linked_from_a_blocking_thread_follows_from_its_request() {
    let telemetry = in_memory(&[]);
    let dispatch = telemetry.dispatch();
    let _default = tracing::dispatcher::set_default(&telemetry.dispatch());
    let span = tracing::info_span!("outer");
    let blocking = span.in_scope(|| {
        spawn_blocking(move || {
            tracing::dispatcher::with_default(&dispatch, || spawn_linked("linked", async {}))
        })
    });
    drop(span);
    let linked = blocking.await.expect("it ends");
    linked.await.expect("it ends");
    let spans = telemetry.spans();
    let links = &named(&spans, "linked").links.links;
    let outer = &named(&spans, "outer").span_context;
    assert_eq!(&links[0].span_context, outer);
}

#[tokio::test]
async fn linked_work_has_a_trace_of_its_own_that_follows_from_its_request() {
    let telemetry = in_memory(&[]);
    let _default = tracing::dispatcher::set_default(&telemetry.dispatch());
    let (end, ends) = oneshot::channel();
    let outer = tracing::info_span!("outer");
    let task = outer.in_scope(|| spawn_linked("fill the cache", outlives(ends)));
    drop(outer);
    let spans = telemetry.spans();
    let outer = named(&spans, "outer").span_context.clone();
    assert_eq!(spans.len(), 1, "the request does not wait: {spans:?}");
    end.send(()).expect("the task waits");
    task.await.expect("it ends");
    let spans = telemetry.spans();
    let linked = named(&spans, "fill the cache");
    assert_ne!(linked.span_context.trace_id(), outer.trace_id());
    assert_eq!(linked.parent_span_id, SpanId::INVALID);
    assert_eq!(linked.links.links.len(), 1);
    assert_eq!(linked.links.links[0].span_context, outer);
    let within = named(&spans, "part").parent_span_id;
    assert_eq!(within, linked.span_context.span_id());
    assert!(!is_cancelled(linked));
    let table = telemetry.telemetry().percentiles().expect("counts").table();
    let row = table.rows.iter().find(|row| row.name == "fill the cache");
    assert!(row.is_some_and(|row| row.is_root && row.count == 1));
}

#[tokio::test]
async fn tasks_that_are_aborted_were_cancelled() {
    for polls in [0, 1] {
        let telemetry = in_memory(&[]);
        let _default = tracing::dispatcher::set_default(&telemetry.dispatch());
        async {
            let tasks = [
                spawn(std::future::pending::<()>()),
                spawn_linked("linked", std::future::pending::<()>()),
            ];
            for _ in 0..polls {
                tokio::task::yield_now().await;
            }
            for task in tasks {
                task.abort();
                assert!(task.await.is_err_and(|it| it.is_cancelled()));
            }
            spawn(part(1)).await.expect("it ends");
        }
        .instrument(tracing::info_span!("outer"))
        .await;
        let spans = telemetry.spans();
        assert!(is_cancelled(named(&spans, "linked")));
        let spawned: Vec<_> = spans.iter().filter(|it| it.name == "spawn").collect();
        let [aborted, ended] = spawned.as_slice() else {
            panic!("{spans:?}");
        };
        assert!(is_cancelled(aborted) && !is_cancelled(ended));
        assert!(!is_cancelled(named(&spans, "outer")));
    }
}

#[tokio::test]
async fn a_task_that_panics_is_an_error_and_was_not_cancelled() {
    let telemetry = in_memory(&[]);
    let _default = tracing::dispatcher::set_default(&telemetry.dispatch());
    let task = tracing::info_span!("outer").in_scope(|| spawn(async { panic!("no weights") }));
    assert!(task.await.is_err_and(|it| it.is_panic()));
    let spans = telemetry.spans();
    let spawned = named(&spans, "spawn");
    assert!(matches!(spawned.status, Status::Error { .. }));
    assert!(!is_cancelled(spawned));
    assert_eq!(named(&spans, "outer").status, Status::Unset);
}

#[tokio::test]
async fn a_task_outside_of_a_span_has_none() {
    let telemetry = in_memory(&[]);
    let _default = tracing::dispatcher::set_default(&telemetry.dispatch());
    spawn(part(1)).await.expect("it ends");
    spawn_blocking(|| ()).await.expect("it ends");
    let spans = telemetry.spans();
    let [only] = spans.as_slice() else {
        panic!("{spans:?}");
    };
    assert_eq!(only.name, "part");
}

#[tokio::test]
async fn under_the_gate_a_task_stays_unsampled_and_linked_work_is_sampled_by_itself() {
    let telemetry = in_memory(&[
        ("OTEL_SAMPLING_RATIO", "0"),
        ("TELEMETRY_SAMPLING_GATE", "true"),
    ]);
    let _default = tracing::dispatcher::set_default(&telemetry.dispatch());
    let request = tracing::info_span!("outer");
    telemetry
        .telemetry()
        .set_sampling_ratio(1.0)
        .expect("a ratio");
    async {
        spawn(part(1)).await.expect("it ends");
        spawn_linked("linked", part(2)).await.expect("it ends");
    }
    .instrument(request)
    .await;
    let spans = telemetry.spans();
    let mut names: Vec<_> = spans.iter().map(|it| it.name.to_string()).collect();
    names.sort();
    assert_eq!(names, ["linked", "part"]);
    let linked = named(&spans, "linked").span_context.span_id();
    assert_eq!(named(&spans, "part").parent_span_id, linked);
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
