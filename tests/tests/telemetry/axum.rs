//! The layer for a router: the caller's trace, the route's name, status and errors.

use axum::Router;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, Request, StatusCode};
use axum::routing::get;
use opentelemetry::trace::{SpanKind, Status};
use opentelemetry_sdk::trace::SpanData;
use scorer_instrument::{propagation, scorer_span};
use tower::ServiceExt as _;
use tracing::instrument::WithSubscriber as _;

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

#[scorer_span]
async fn score(Path(address_id): Path<i64>) -> (StatusCode, String) {
    let mut out = HeaderMap::new();
    propagation::inject(&mut out);
    let sent = out["traceparent"].to_str().unwrap_or_default().to_owned();
    match address_id {
        0 => (StatusCode::INTERNAL_SERVER_ERROR, sent),
        1 => (StatusCode::NOT_FOUND, sent),
        _ => (StatusCode::OK, sent),
    }
}

/// Sends a request with this `traceparent`; what was recorded, and what the handler would send on.
async fn request(path: &str, traceparent: Option<&str>) -> (Vec<SpanData>, String) {
    let telemetry = scorer_instrument::telemetry!()
        .environment(|name| (name == "RUST_LOG").then(|| "off".to_owned()))
        .in_memory()
        .expect("accepted settings");
    let app = Router::new()
        .route("/score/{address_id}", get(score))
        .layer(scorer_instrument::axum::layer());
    let mut request = Request::get(path);
    if let Some(traceparent) = traceparent {
        request = request.header("traceparent", traceparent);
    }
    let request = request.body(Body::empty()).expect("a request");
    let response = async { app.oneshot(request).await }
        .with_subscriber(telemetry.dispatch())
        .await;
    let Ok(response) = response;
    let body = axum::body::to_bytes(response.into_body(), 1024)
        .await
        .expect("a body");
    (
        telemetry.spans(),
        String::from_utf8_lossy(&body).into_owned(),
    )
}

fn attribute(span: &SpanData, key: &str) -> Option<String> {
    let found = span.attributes.iter().find(|it| it.key.as_str() == key)?;
    Some(found.value.to_string())
}

#[tokio::test]
async fn a_request_continues_its_callers_trace_and_hands_it_on() {
    let caller = format!("00-{TRACE}-00f067aa0ba902b7-01");
    let (spans, sent) = request("/score/7", Some(&caller)).await;
    let [handler, root] = spans.as_slice() else {
        panic!("{spans:?}");
    };
    assert_eq!(root.name, "GET /score/{address_id}");
    assert_eq!(root.span_kind, SpanKind::Server);
    assert_eq!(root.span_context.trace_id().to_string(), TRACE);
    assert_eq!(root.parent_span_id.to_string(), "00f067aa0ba902b7");
    assert!(root.parent_span_is_remote);
    assert_eq!(
        attribute(root, "http.request.method").as_deref(),
        Some("GET")
    );
    assert_eq!(
        attribute(root, "http.route").as_deref(),
        Some("/score/{address_id}")
    );
    assert_eq!(
        attribute(root, "http.response.status_code").as_deref(),
        Some("200")
    );
    assert_eq!(root.status, Status::Unset);
    assert_eq!(handler.parent_span_id, root.span_context.span_id());
    assert_eq!(
        sent,
        format!("00-{TRACE}-{}-01", handler.span_context.span_id())
    );
}

#[tokio::test]
async fn a_caller_that_is_not_sampled_is_followed_and_told_on() {
    let caller = format!("00-{TRACE}-00f067aa0ba902b7-00");
    let (spans, sent) = request("/score/7", Some(&caller)).await;
    assert_eq!(spans, []);
    assert!(sent.starts_with(&format!("00-{TRACE}-")), "{sent}");
    assert!(sent.ends_with("-00"), "{sent}");
}

#[tokio::test]
async fn errors_of_the_service_are_errors_and_those_of_the_caller_are_not() {
    let (spans, _) = request("/score/0", None).await;
    assert_eq!(spans[1].status, Status::error(""));
    assert_eq!(attribute(&spans[1], "error.type").as_deref(), Some("500"));
    let (spans, _) = request("/score/1", None).await;
    assert_eq!(spans[1].status, Status::Unset);
    assert_eq!(
        attribute(&spans[1], "http.response.status_code").as_deref(),
        Some("404")
    );
}

#[tokio::test]
async fn a_path_without_a_route_is_not_recorded() {
    let (spans, _) = request("/score/7/somebody@example.org", Some("nonsense")).await;
    let [root] = spans.as_slice() else {
        panic!("{spans:?}");
    };
    assert_eq!(root.name, "GET");
    assert_eq!(attribute(root, "http.route"), None);
    assert!(!format!("{root:?}").contains("somebody"));
}

#[scorer_span]
async fn panics() -> String {
    tokio::task::yield_now().await;
    panic!("on purpose")
}

#[tokio::test]
async fn a_handler_that_panics_ends_before_its_request() {
    let telemetry = scorer_instrument::telemetry!()
        .environment(|_| None)
        .in_memory()
        .expect("accepted settings");
    let app = Router::new()
        .route("/", get(panics))
        .layer(scorer_instrument::axum::layer());
    let request = Request::get("/").body(Body::empty()).expect("a request");
    let response = async { app.oneshot(request).await }.with_subscriber(telemetry.dispatch());
    let panicked = tokio::spawn(response).await;
    assert!(panicked.is_err_and(|it| it.is_panic()));
    let spans = telemetry.spans();
    let [handler, request] = spans.as_slice() else {
        panic!("{spans:?}");
    };
    assert_eq!(handler.parent_span_id, request.span_context.span_id());
    assert!(
        handler.end_time <= request.end_time,
        "{handler:?} {request:?}"
    );
}
