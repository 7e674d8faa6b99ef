//! Layers of others beside the runtime: each row of `docs/beside-others.md` names a test here.

use std::fs;
use std::path::Path;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::routing::get;
use opentelemetry::trace::{TraceContextExt as _, TracerProvider as _};
use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider, SpanData};
use scorer_instrument::telemetry::Local;
use tower::ServiceExt as _;
use tower_http::trace::TraceLayer;
use tracing::instrument::WithSubscriber as _;
use tracing_error::{ErrorLayer, SpanTrace, SpanTraceStatus};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

use crate::support::{builder, named};

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const SECRET: &str = "ada.lovelace@example.com";

/// A request that names its caller and whose URL holds what must not be recorded.
async fn request(telemetry: &Local, app: Router) -> Vec<SpanData> {
    let request = Request::get(format!("/score/{SECRET}?token=hunter2hunter2"))
        .header("traceparent", format!("00-{TRACE}-00f067aa0ba902b7-01"))
        .body(Body::empty())
        .expect("a request");
    let answered = async {
        let Ok(answer) = app.oneshot(request).await;
        assert_eq!(answer.status(), 200);
    };
    answered.with_subscriber(telemetry.dispatch()).await;
    let spans = telemetry.spans();
    let recorded = format!("{spans:?}{}", telemetry.logs());
    for word in [SECRET, "hunter2"] {
        assert!(!recorded.contains(word), "{recorded}");
    }
    spans
}

fn routes() -> Router {
    let score = async || drop(tracing::info_span!("score"));
    Router::new().route("/score/{address_id}", get(score))
}

fn traces(spans: &[SpanData]) -> Vec<String> {
    let traces = spans
        .iter()
        .map(|it| it.span_context.trace_id().to_string());
    traces.collect()
}

const DEBUG: &[(&str, &str)] = &[("RUST_LOG", "debug"), ("TELEMETRY_TRACES_FILTER", "debug")];

#[tokio::test]
async fn trace_layer_within() {
    for (variables, count) in [(&[][..], 2), (DEBUG, 3)] {
        let telemetry = builder(variables).in_memory().expect("accepted settings");
        let app = routes()
            .layer(TraceLayer::new_for_http())
            .layer(scorer_instrument::axum::layer());
        let spans = request(&telemetry, app).await;
        assert_eq!(traces(&spans), vec![TRACE; count]);
    }
}

#[tokio::test]
async fn trace_layer_around() {
    for (variables, continues) in [(&[][..], true), (DEBUG, false)] {
        let telemetry = builder(variables).in_memory().expect("accepted settings");
        let app = routes()
            .layer(scorer_instrument::axum::layer())
            .layer(TraceLayer::new_for_http());
        let spans = request(&telemetry, app).await;
        // Its span is there first, knows no caller, and is the parent of all others.
        let continued = traces(&spans).iter().all(|it| it == TRACE);
        assert_eq!(continued, continues, "{spans:?}");
    }
}

#[test]
fn tracing_opentelemetry_exports_each_span_once_more() {
    let exporter = InMemorySpanExporter::default();
    let provider = SdkTracerProvider::builder()
        .with_simple_exporter(exporter.clone())
        .build();
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("beside"));
    let telemetry = builder(&[]).with_layer(layer).in_memory();
    let telemetry = telemetry.expect("accepted settings");
    telemetry.run(|| drop(tracing::info_span!("score", contact = SECRET)));
    let (ours, theirs) = (telemetry.spans(), exporter.get_finished_spans());
    let theirs = theirs.expect("spans");
    let (ours, theirs) = (named(&ours, "score"), named(&theirs, "score"));
    assert_ne!(ours.span_context.trace_id(), theirs.span_context.trace_id());
    assert!(!format!("{ours:?}").contains(SECRET));
    assert!(
        format!("{theirs:?}").contains(SECRET),
        "theirs is not redacted"
    );
}

#[test]
fn open_telemetry_span_ext_does_nothing() {
    let telemetry = builder(&[]).in_memory().expect("accepted settings");
    let caller = opentelemetry::trace::SpanContext::new(
        TRACE.parse_trace(),
        opentelemetry::trace::SpanId::from(7),
        opentelemetry::trace::TraceFlags::SAMPLED,
        true,
        opentelemetry::trace::TraceState::NONE,
    );
    telemetry.run(|| {
        let span = tracing::info_span!("score");
        let caller = opentelemetry::Context::new().with_remote_span_context(caller.clone());
        assert!(span.set_parent(caller).is_err());
        span.add_link(opentelemetry::trace::SpanContext::empty_context());
        assert!(!span.context().span().span_context().is_valid());
    });
    let spans = telemetry.spans();
    assert_ne!(traces(&spans), [TRACE]);
    assert!(spans[0].links.links.is_empty());
}

trait ParseTrace {
    fn parse_trace(&self) -> opentelemetry::trace::TraceId;
}

impl ParseTrace for str {
    fn parse_trace(&self) -> opentelemetry::trace::TraceId {
        opentelemetry::trace::TraceId::from_hex(self).expect("an id")
    }
}

/// tokio's own spans, which its console shows, reach neither output.
#[tokio::test]
async fn console_subscriber_shows_tasks() {
    use console_api::instrument::InstrumentRequest;
    use console_api::instrument::instrument_client::InstrumentClient;

    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    let (layer, server) = console_subscriber::ConsoleLayer::builder()
        .server_addr(address)
        .publish_interval(Duration::from_millis(10))
        .build();
    let telemetry = builder(&[]).with_layer(layer).in_memory();
    let telemetry = telemetry.expect("accepted settings");
    tokio::spawn(server.serve());
    let client = loop {
        match InstrumentClient::connect(format!("http://{address}")).await {
            Ok(client) => break client,
            Err(_) => tokio::task::yield_now().await,
        }
    };
    let mut client = client;
    let updates = client.watch_updates(InstrumentRequest {}).await;
    let mut updates = updates.expect("a stream").into_inner();
    let _default = tracing::dispatcher::set_default(&telemetry.dispatch());
    let work = tokio::spawn(async { drop(tracing::info_span!("score")) });
    work.await.expect("a task");
    loop {
        let update = updates.message().await.expect("an update");
        let tasks = update.and_then(|it| it.task_update).expect("tasks");
        if !tasks.new_tasks.is_empty() {
            break;
        }
    }
    let spans = telemetry.spans();
    assert_eq!(spans.len(), 1, "{spans:?}");
    assert_eq!(spans[0].name, "score");
}

#[test]
fn sentry_tracing_sees_what_is_not_redacted() {
    let telemetry = builder(&[])
        .with_layer(sentry_tracing::ErrorLayer::new())
        .in_memory();
    let telemetry = telemetry.expect("accepted settings");
    let fails = || telemetry.run(|| tracing::error!("no account of {SECRET}"));
    let events = sentry_core::test::with_captured_events(fails);
    assert_eq!(events.len(), 1);
    let message = events[0].message.as_deref().unwrap_or_default();
    assert!(message.contains(SECRET), "{message}");
    assert!(!telemetry.logs().contains(SECRET));
}

#[test]
fn sentry_tracing_with_the_redactor_before_it() {
    let telemetry = builder(&[])
        .with_layer(sentry_tracing::ErrorLayer::new())
        .in_memory();
    let telemetry = telemetry.expect("accepted settings");
    let mut options = sentry_core::ClientOptions::default();
    options.before_send = Some(std::sync::Arc::new(|mut event| {
        let message = event.message.take();
        event.message = message.map(|it| scorer_instrument::redact!().text(&it).into_owned());
        Some(event)
    }));
    let fails = || telemetry.run(|| tracing::error!("no account of {SECRET}"));
    let events = sentry_core::test::with_captured_events_options(fails, options);
    let message = events[0].message.as_deref().unwrap_or_default();
    assert!(message.starts_with("no account of "), "{message}");
    assert!(!message.contains(SECRET), "{message}");
}

#[test]
fn tracing_error_captures_spans() {
    let telemetry = builder(&[]).with_layer(ErrorLayer::default()).in_memory();
    let telemetry = telemetry.expect("accepted settings");
    telemetry.run(|| {
        let span = tracing::info_span!("score", contact = SECRET);
        let captured = span.in_scope(SpanTrace::capture);
        assert_eq!(captured.status(), SpanTraceStatus::CAPTURED);
        assert!(captured.to_string().contains("score"));
        assert!(captured.to_string().contains(SECRET), "it is not redacted");
        tracing::error!(spans = %captured, "failed");
    });
    let logs = telemetry.logs();
    assert!(logs.contains("failed") && !logs.contains(SECRET), "{logs}");
}

/// Each row of the page names a test of this file, and each test has a row.
#[test]
fn the_page_names_each_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("../../docs/beside-others.md")).expect("the page");
    let source = fs::read_to_string(root.join("tests/beside/layers.rs")).expect("this file");
    let tests = source
        .split("#[test]\n")
        .chain(source.split("#[tokio::test]\n"));
    let mut names: Vec<&str> = tests
        .filter_map(|it| it.trim_start_matches("async ").strip_prefix("fn "))
        .filter_map(|it| it.split_once('(').map(|(name, _)| name))
        .filter(|it| *it != "the_page_names_each_test")
        .collect();
    let mut shown: Vec<&str> = page
        .lines()
        .filter(|line| line.starts_with("| ") && line.ends_with("` |"))
        .filter_map(|line| line.rsplit('`').nth(1))
        .collect();
    names.sort_unstable();
    shown.sort_unstable();
    shown.dedup();
    assert_eq!(shown, names);
}
