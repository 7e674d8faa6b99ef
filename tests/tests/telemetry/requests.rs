//! How a request ends: with its body, by its answer's status, by a panic, or given up.

mod answers;
mod bodies;
mod connections;
mod panicking;

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::Router;
use axum::body::{Body, Bytes, HttpBody as _};
use axum::http::{Request, Response};
use axum::routing::any;
use http_body::Frame;
use opentelemetry::trace::Status;
use opentelemetry_sdk::trace::SpanData;
use scorer_instrument::telemetry::{Builder, Local};
use scorer_instrument_tests::block_on;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tower::ServiceExt as _;

use super::support::PATIENCE;

fn builder(variables: &'static [(&'static str, &'static str)]) -> Builder {
    scorer_instrument::telemetry!().environment(move |name| {
        let found = variables.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| (*value).to_owned())
    })
}

pub(super) fn in_memory(variables: &'static [(&'static str, &'static str)]) -> Local {
    builder(variables).in_memory().expect("accepted settings")
}

/// Without the exporting of anything but what is kept for this.
const KEEPS_ERRORS: &[(&str, &str)] = &[
    ("OTEL_SAMPLING_RATIO", "0"),
    ("OTEL_SAMPLING_KEEP", "errors"),
];

/// A body of what a test sends; it ends when the sender does.
struct Fed(UnboundedReceiver<Result<Bytes, io::Error>>);

pub(super) type Feed = UnboundedSender<Result<Bytes, io::Error>>;

impl http_body::Body for Fed {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let sent = self.0.poll_recv(context);
        sent.map(|sent| sent.map(|it| it.map(Frame::data)))
    }
}

pub(super) fn fed() -> (Feed, Body) {
    let (feed, parts) = unbounded_channel();
    (feed, Body::new(Fed(parts)))
}

/// A router of one route that answers this once.
fn answers(response: Response<Body>) -> Router {
    let response = std::sync::Mutex::new(Some(response));
    let response = std::sync::Arc::new(response);
    let handler = move || async move {
        let mut response = response.lock().expect("no panic before");
        response.take().expect("one request")
    };
    Router::new()
        .route("/score/{address_id}", any(handler))
        .layer(scorer_instrument::axum::layer())
}

fn get_score() -> Request<Body> {
    let request = Request::get("/score/7").body(Body::empty());
    request.expect("a request")
}

/// Sends one request; the answer, whose body is not read yet.
fn ask(telemetry: &Local, app: Router, request: Request<Body>) -> Response<Body> {
    let Ok(response) = telemetry.run(|| block_on(app.oneshot(request)));
    response
}

pub(super) fn root(telemetry: &Local) -> Option<SpanData> {
    let spans = telemetry.spans();
    spans
        .into_iter()
        .find(|it| it.parent_span_id.to_string() == "0000000000000000")
}

pub(super) fn attribute(span: &SpanData, key: &str) -> Option<String> {
    let found = span.attributes.iter().find(|it| it.key.as_str() == key)?;
    Some(found.value.to_string())
}

/// The line of the request's end.
fn closed(telemetry: &Local) -> serde_json::Value {
    let logs = telemetry.logs();
    let lines = logs.lines().map(|line| {
        let line: serde_json::Value = serde_json::from_str(line).expect("JSON");
        line
    });
    let mut closes = lines.filter(|line| line["message"] == "close");
    let close = closes.next().expect("a line");
    assert!(closes.next().is_none(), "{logs}");
    close
}

/// Whether the request is an error, and whether it was cancelled: the same to all that read it.
pub(super) fn ended(telemetry: &Local) -> (bool, bool) {
    let span = root(telemetry).expect("the request's span");
    let line = closed(telemetry);
    let failed = matches!(span.status, Status::Error { .. });
    let cancelled = attribute(&span, "telemetry.cancelled").is_some();
    assert_eq!(line["error"] == true, failed, "{line}");
    assert_eq!(line["cancelled"] == true, cancelled, "{line}");
    let table = telemetry.telemetry().percentiles().expect("counts").table();
    let row = table.rows.iter().find(|row| row.is_root).expect("a row");
    assert_eq!(row.name, span.name);
    assert_eq!((row.count, row.errors), (1, u64::from(failed)));
    assert_eq!(row.cancelled, u64::from(cancelled));
    (failed, cancelled)
}

async fn read(mut body: Body) -> Result<usize, axum::Error> {
    let mut bytes = 0;
    while let Some(frame) = std::future::poll_fn(|it| Pin::new(&mut body).poll_frame(it)).await {
        bytes += frame?.data_ref().map_or(0, Bytes::len);
    }
    Ok(bytes)
}

/// Serves on a free port, on this thread.
pub(super) async fn serve(app: Router) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await;
    let listener = listener.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async { axum::serve(listener, app).await });
    address
}

/// Waits until the request's span has ended.
pub(super) async fn end_of_request(telemetry: &Local) {
    let deadline = std::time::Instant::now() + PATIENCE;
    while root(telemetry).is_none() {
        assert!(std::time::Instant::now() < deadline, "the request goes on");
        tokio::task::yield_now().await;
    }
}
