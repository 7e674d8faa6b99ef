//! Functions whose future is dropped before it has ended: by a timeout, a `select!`, another function that is dropped.

use std::future::pending;
use std::time::Duration;

use async_trait::async_trait;
use opentelemetry_sdk::trace::SpanData;
use scorer_instrument::scorer_span;
use scorer_instrument::telemetry::Local;
use serde_json::Value;
use tracing::Instrument as _;

fn in_memory(variables: &'static [(&'static str, &'static str)]) -> Local {
    scorer_instrument::telemetry!()
        .environment(move |name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        })
        .in_memory()
        .expect("accepted settings")
}

#[scorer_span]
async fn ends(number: i64) -> i64 {
    tokio::task::yield_now().await;
    number
}

#[scorer_span(err)]
async fn fails() -> Result<(), std::fmt::Error> {
    tokio::task::yield_now().await;
    Err(std::fmt::Error)
}

#[scorer_span]
async fn panics() {
    tokio::task::yield_now().await;
    panic!("on purpose");
}

#[scorer_span(skip(guard))]
async fn never_ends(guard: Guard) {
    let _guard = guard;
    let _inner = inner().await;
}

#[scorer_span]
async fn inner() -> bool {
    pending::<()>().await;
    true
}

/// Opens a span when it is dropped, as destructors do that log.
struct Guard;

impl Drop for Guard {
    fn drop(&mut self) {
        tracing::info_span!("destructor").in_scope(|| tracing::info!("dropped"));
    }
}

#[async_trait]
trait Load {
    async fn load(&self, number: i64) -> i64;
}

struct Store;

#[async_trait]
impl Load for Store {
    #[scorer_span]
    async fn load(&self, number: i64) -> i64 {
        if number == 0 {
            pending::<()>().await;
        }
        number
    }
}

async fn timeout(work: impl Future<Output = ()>) {
    let dropped = tokio::time::timeout(Duration::ZERO, work).await;
    assert!(dropped.is_err(), "it never ends");
}

fn marked(telemetry: &Local) -> Vec<(String, bool)> {
    let is_marked = |span: &SpanData| {
        let cancelled = |it: &opentelemetry::KeyValue| it.key.as_str() == "telemetry.cancelled";
        span.attributes.iter().any(cancelled)
    };
    let spans = telemetry.spans();
    let spans = spans.iter().map(|it| (it.name.to_string(), is_marked(it)));
    spans.collect()
}

fn expected(spans: &[(&str, bool)]) -> Vec<(String, bool)> {
    let spans = spans
        .iter()
        .map(|(name, marked)| ((*name).to_owned(), *marked));
    spans.collect()
}

#[tokio::test]
async fn a_function_that_a_timeout_drops_was_cancelled_with_all_that_it_waits_for() {
    let telemetry = in_memory(&[("TELEMETRY_LOG_DURATIONS", "all")]);
    let _default = tracing::dispatcher::set_default(&telemetry.dispatch());
    timeout(never_ends(Guard)).await;
    assert_eq!(
        marked(&telemetry),
        expected(&[("inner", true), ("destructor", false), ("never_ends", true)])
    );
    let lines = telemetry.logs();
    let closed: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .filter(|line: &Value| line["message"] == "close")
        .collect();
    for line in &closed {
        let is_cancelled = line["span"]["name"] != "destructor";
        assert_eq!(line["cancelled"] == true, is_cancelled, "{line}");
        assert_eq!(line.get("error"), None, "{line}");
    }
    assert_eq!(closed.len(), 3);
    let table = telemetry
        .telemetry()
        .percentiles()
        .expect("a table")
        .table();
    for row in table.rows {
        assert_eq!(
            row.cancelled,
            u64::from(row.name != "destructor"),
            "{row:?}"
        );
        assert_eq!(row.errors, 0);
    }
}

#[tokio::test]
async fn the_branch_of_a_select_that_comes_too_late_was_cancelled() {
    let telemetry = in_memory(&[]);
    let _default = tracing::dispatcher::set_default(&telemetry.dispatch());
    tokio::select! {
        biased;
        _ = inner() => panic!("it never ends"),
        _ = ends(7) => {}
    }
    assert_eq!(
        marked(&telemetry),
        expected(&[("ends", false), ("inner", true)])
    );
}

#[tokio::test]
async fn what_ends_fails_or_panics_was_not_cancelled() {
    let telemetry = in_memory(&[]);
    let _default = tracing::dispatcher::set_default(&telemetry.dispatch());
    ends(7).await;
    let _ = fails().await;
    assert!(tokio::spawn(panics()).await.is_err());
    // Nor what was never begun, which has no span at all.
    drop(ends(8));
    // A boxed one ends at another place than it was awaited at.
    let boxed: std::pin::Pin<Box<dyn Future<Output = i64>>> = Box::pin(ends(9));
    boxed.await;
    assert_eq!(
        marked(&telemetry),
        expected(&[
            ("ends", false),
            ("fails", false),
            ("panics", false),
            ("ends", false)
        ])
    );
}

#[tokio::test]
async fn methods_of_async_traits_are_known_too() {
    let telemetry = in_memory(&[]);
    let _default = tracing::dispatcher::set_default(&telemetry.dispatch());
    Store.load(1).await;
    timeout(async {
        Store.load(0).await;
    })
    .await;
    assert_eq!(
        marked(&telemetry),
        expected(&[("load", false), ("load", true)])
    );
}

/// Under the gate the span around stands for functions without one: their end is not its own.
#[tokio::test]
async fn a_span_that_is_not_the_functions_is_not_marked_for_it() {
    let telemetry = in_memory(&[
        ("OTEL_SAMPLING_RATIO", "0"),
        ("TELEMETRY_SAMPLING_GATE", "true"),
    ]);
    let _default = tracing::dispatcher::set_default(&telemetry.dispatch());
    let request = async {
        ends(7).await;
        timeout(never_ends(Guard)).await;
    };
    request.instrument(tracing::info_span!("request")).await;
    let table = telemetry
        .telemetry()
        .percentiles()
        .expect("a table")
        .table();
    let rows: Vec<_> = table
        .rows
        .iter()
        .map(|it| (&*it.name, it.cancelled))
        .collect();
    assert_eq!(rows, [("request", 0)]);
}

#[scorer_span]
async fn lends_its_span() -> tracing::Span {
    tokio::task::yield_now().await;
    tracing::Span::current()
}

#[scorer_span]
async fn waits_for_it() -> tracing::Span {
    lends_its_span().await
}

/// As the thread of a database does, which enters the span of the function that asked it, to clean up.
#[tokio::test]
async fn a_function_ended_with_its_body_even_if_its_span_is_entered_later() {
    let telemetry = in_memory(&[]);
    let _default = tracing::dispatcher::set_default(&telemetry.dispatch());
    let lent = waits_for_it().await;
    lent.in_scope(|| {});
    drop(lent);
    let spans = telemetry.spans();
    let [inner, outer] = spans.as_slice() else {
        panic!("{spans:?}");
    };
    assert_eq!(inner.parent_span_id, outer.span_context.span_id());
    assert!(inner.end_time <= outer.end_time, "{inner:?} {outer:?}");
}
