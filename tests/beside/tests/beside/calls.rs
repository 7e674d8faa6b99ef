//! What a real server is sent by clients of reqwest and AWS.

use std::net::SocketAddr;

use aws_sdk_sqs::config::{BehaviorVersion, Builder, Credentials, Region};
use axum::Router;
use axum::http::HeaderMap;
use axum::routing::any;
use opentelemetry_sdk::trace::SpanData;
use scorer_instrument::propagation;
use scorer_instrument_beside::{aws, reqwest_client};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tracing::Instrument as _;

use crate::support::{builder, named, recorded, serve};

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

/// A server that hands each request's headers to the test.
async fn listens(answer: &'static str) -> (SocketAddr, UnboundedReceiver<HeaderMap>) {
    let (sent, received) = unbounded_channel();
    let handler = move |headers: HeaderMap| async move {
        sent.send(headers).expect("the test waits");
        answer
    };
    let app = Router::new().fallback(any(handler));
    (serve(app).await, received)
}

/// The span of a request that continues a caller's trace.
fn request() -> tracing::Span {
    let caller = [
        ("traceparent", format!("00-{TRACE}-00f067aa0ba902b7-01")),
        ("tracestate", "vendor=t61rcWkgMzE".to_owned()),
        (
            "baggage",
            "tenant=north,user=somebody%40example.org".to_owned(),
        ),
    ];
    let _caller = propagation::continue_trace(&propagation::from_pairs(caller));
    tracing::info_span!("request")
}

fn assert_told(headers: &HeaderMap, span: &SpanData) {
    let text = |name: &str| headers.get(name).map(|it| it.to_str().expect("text"));
    let context = &span.span_context;
    assert_eq!(context.trace_id().to_string(), TRACE);
    let sent = format!("00-{TRACE}-{}-01", context.span_id());
    assert_eq!(text("traceparent"), Some(sent.as_str()));
    assert_eq!(text("tracestate"), Some("vendor=t61rcWkgMzE"));
    assert_eq!(text("baggage"), Some("tenant=north"));
}

#[tokio::test]
async fn reqwest_sends_the_trace() {
    let (telemetry, _default) = recorded(builder(&[]));
    let (host, mut received) = listens("20.5").await;
    let (client, host) = (reqwest::Client::new(), host.to_string());
    let score = reqwest_client::load_score(&client, &host, 7).instrument(request());
    assert_eq!(score.await.expect("an answer"), "20.5");
    let headers = received.recv().await.expect("a request");
    assert_told(&headers, named(&telemetry.spans(), "load_score"));
}

#[tokio::test]
async fn reqwest_without_a_server_says_no_url() {
    let (telemetry, _default) = recorded(builder(&[]));
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await;
    let host = listener.expect("a port").local_addr().expect("an address");
    let (client, host) = (reqwest::Client::new(), host.to_string());
    let score = reqwest_client::load_score(&client, &host, 7).await;
    assert!(score.is_err());
    let spans = telemetry.spans();
    let recorded = format!("{spans:?}{}", telemetry.logs());
    assert!(!recorded.contains("/score/7"), "{recorded}");
}

#[tokio::test]
async fn reqwest_middleware_sends_the_trace() {
    let (telemetry, _default) = recorded(builder(&[]));
    let (host, mut received) = listens("20.5").await;
    let client = reqwest_client::client(reqwest::Client::new());
    let call = async {
        let sent = client
            .get(format!("http://{host}/score/7?token=k3y"))
            .send();
        assert_eq!(sent.await.expect("an answer").status(), 200);
    };
    let load = async { call.instrument(tracing::info_span!("load")).await };
    load.instrument(request()).await;
    let headers = received.recv().await.expect("a request");
    let spans = telemetry.spans();
    assert_told(&headers, named(&spans, "load"));
    assert!(!format!("{spans:?}{}", telemetry.logs()).contains("k3y"));
}

/// A client of SQS that speaks to this address.
pub(crate) fn sqs(host: SocketAddr) -> aws_sdk_sqs::Client {
    let config = Builder::new()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-central-1"))
        .credentials_provider(Credentials::new(
            "AKIAIOSFODNN7EXAMPLE",
            "k3y",
            None,
            None,
            "test",
        ))
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .endpoint_url(format!("http://{host}"));
    aws::client(config)
}

#[tokio::test]
async fn a_client_of_aws_sends_the_trace() {
    let (telemetry, _default) = recorded(builder(&[(
        "OTEL_PROPAGATORS",
        "baggage,xray,tracecontext",
    )]));
    let (host, mut received) = listens(r#"{"QueueUrls":[]}"#).await;
    let client = sqs(host);
    let call = async {
        let queues = client.list_queues().send().await;
        assert!(queues.expect("an answer").queue_urls().is_empty());
    };
    let list = async { call.instrument(tracing::info_span!("list")).await };
    list.instrument(request()).await;
    let headers = received.recv().await.expect("a request");
    let spans = telemetry.spans();
    let span = named(&spans, "list");
    assert_told(&headers, span);
    let xray = headers["x-amzn-trace-id"].to_str().expect("text");
    let parent = format!("Parent={};Sampled=1", span.span_context.span_id());
    assert!(xray.ends_with(&parent), "{xray}");
    // What was added is not what was signed.
    let signature = headers["authorization"].to_str().expect("text");
    assert!(!signature.contains("traceparent"), "{signature}");
}
