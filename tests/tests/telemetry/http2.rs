//! Requests over HTTP/2: streams of one connection, each of which ends by itself.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use axum::routing::get;
use h2::client::{Connection, ResponseFuture, SendRequest};
use h2::{Reason, RecvStream, SendStream};
use http_body::Frame;
use scorer_instrument::telemetry::Local;
use tokio::net::TcpStream;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::requests::{Feed, attribute, end_of_request, ended, fed, in_memory, root, serve};

/// The router of these tests, the feeds of bodies that it begins, and a word for each handler that waits without end.
struct Service {
    app: Router,
    feeds: UnboundedReceiver<Feed>,
    waiting: UnboundedReceiver<()>,
}

fn service() -> Service {
    let (feed, feeds) = unbounded_channel();
    let (reached, waiting) = unbounded_channel();
    let streamed = move || async move {
        let (own, body) = fed();
        feed.send(own).expect("the test waits");
        body
    };
    let pending = move || async move {
        reached.send(()).expect("the test waits");
        std::future::pending::<()>().await;
    };
    let app = Router::new()
        .route("/text", get(|| async { "20.5" }))
        .route("/none", get(|| async { StatusCode::NO_CONTENT }))
        .route("/trailers", get(|| async { Body::new(Trailers(0)) }))
        .route("/streamed", get(streamed))
        .route("/pending", get(pending))
        .layer(scorer_instrument::axum::layer());
    Service {
        app,
        feeds,
        waiting,
    }
}

/// A body of one part, and trailers behind it.
struct Trailers(u8);

impl http_body::Body for Trailers {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        self.0 += 1;
        std::task::Poll::Ready(match self.0 {
            1 => Some(Ok(Frame::data("20.5".into()))),
            2 => {
                let mut trailers = HeaderMap::new();
                trailers.insert("grpc-status", "0".parse().expect("a value"));
                Some(Ok(Frame::trailers(trailers)))
            }
            _ => None,
        })
    }
}

/// A connection to the service.
async fn connect(app: Router) -> SendRequest<Bytes> {
    let address = serve(app).await;
    let stream = TcpStream::connect(address).await.expect("a server");
    let handshake = h2::client::handshake(stream).await;
    let (client, connection): (_, Connection<TcpStream>) = handshake.expect("HTTP/2");
    tokio::spawn(connection);
    client
}

async fn send(
    client: &SendRequest<Bytes>,
    method: Method,
    path: &str,
) -> (ResponseFuture, SendStream<Bytes>) {
    let request = Request::builder()
        .method(method)
        .uri(format!("http://scorer{path}"));
    let request = request.body(()).expect("a request");
    let mut ready = client.clone().ready().await.expect("a connection");
    ready.send_request(request, true).expect("a stream")
}

async fn text(body: &mut RecvStream) -> String {
    let mut text = Vec::new();
    while let Some(part) = body.data().await {
        let part = part.expect("a part");
        let _ = body.flow_control().release_capacity(part.len());
        text.extend_from_slice(&part);
    }
    String::from_utf8(text).expect("text")
}

fn recorded(variables: &'static [(&'static str, &'static str)]) -> (Local, impl Drop) {
    let telemetry = in_memory(variables);
    let default = tracing::dispatcher::set_default(&telemetry.dispatch());
    (telemetry, default)
}

#[tokio::test]
async fn a_stream_that_is_read_ends_its_request() {
    for (method, path, body) in [
        (Method::GET, "/text", "20.5"),
        (Method::HEAD, "/text", ""),
        (Method::GET, "/none", ""),
        (Method::GET, "/trailers", "20.5"),
    ] {
        let (telemetry, _default) = recorded(&[]);
        let client = connect(service().app).await;
        let (response, _) = send(&client, method.clone(), path).await;
        let mut response = response.await.expect("an answer").into_body();
        assert_eq!(text(&mut response).await, body, "{method} {path}");
        let trailers = response.trailers().await.expect("a whole stream");
        assert_eq!(trailers.is_some(), path == "/trailers");
        end_of_request(&telemetry).await;
        assert_eq!(ended(&telemetry), (false, false), "{method} {path}");
        let span = root(&telemetry).expect("the request's span");
        assert_eq!(span.name, format!("{method} {path}"));
    }
}

#[tokio::test]
async fn a_stream_that_the_client_resets_was_cancelled() {
    for in_body in [false, true] {
        let (telemetry, _default) = recorded(&[]);
        let Service {
            app,
            mut feeds,
            mut waiting,
        } = service();
        let client = connect(app).await;
        let path = if in_body { "/streamed" } else { "/pending" };
        let (response, mut stream) = send(&client, Method::GET, path).await;
        if in_body {
            let feed = feeds.recv().await.expect("a body");
            feed.send(Ok("20".into())).expect("a reader");
            let mut body = response.await.expect("a head").into_body();
            let part = body.data().await.expect("a part").expect("a part");
            assert_eq!(part, "20");
            stream.send_reset(Reason::CANCEL);
            // It is the reset that ends the request: the body itself would go on.
            feed.closed().await;
        } else {
            waiting.recv().await.expect("a request");
            stream.send_reset(Reason::CANCEL);
        }
        end_of_request(&telemetry).await;
        assert_eq!(ended(&telemetry), (false, true), "{path}");
    }
}

#[tokio::test]
async fn a_body_that_fails_is_an_error_of_its_stream() {
    let (telemetry, _default) = recorded(&[]);
    let Service { app, mut feeds, .. } = service();
    let client = connect(app).await;
    let (response, _stream) = send(&client, Method::GET, "/streamed").await;
    let feed = feeds.recv().await.expect("a body");
    feed.send(Err(std::io::Error::other("the disk is gone")))
        .expect("a reader");
    let failed = match response.await {
        Ok(response) => response
            .into_body()
            .data()
            .await
            .is_some_and(|it| it.is_err()),
        Err(_) => true,
    };
    assert!(failed, "the client is told");
    end_of_request(&telemetry).await;
    assert_eq!(ended(&telemetry), (true, false));
    let span = root(&telemetry).expect("the request's span");
    assert_eq!(attribute(&span, "error.type").as_deref(), Some("body"));
}

/// One connection, many streams at once: each has its own span, and the end of one is none of the others'.
#[tokio::test]
async fn streams_of_a_connection_end_each_by_itself() {
    const PAIRS: usize = 20;
    let (telemetry, _default) = recorded(&[]);
    let Service {
        app, mut waiting, ..
    } = service();
    let client = connect(app).await;
    let mut reset = Vec::new();
    for _ in 0..PAIRS {
        reset.push(send(&client, Method::GET, "/pending").await);
        waiting.recv().await.expect("a request");
        let (response, _) = send(&client, Method::GET, "/text").await;
        let mut body = response.await.expect("an answer").into_body();
        assert_eq!(text(&mut body).await, "20.5");
    }
    for (_, stream) in &mut reset {
        stream.send_reset(Reason::CANCEL);
    }
    while telemetry.spans().len() < 2 * PAIRS {
        tokio::task::yield_now().await;
    }
    let spans = telemetry.spans();
    let mut traces = std::collections::HashSet::new();
    for span in &spans {
        assert!(traces.insert(span.span_context.trace_id()), "{span:?}");
        let is_cancelled = attribute(span, "telemetry.cancelled").is_some();
        assert_eq!(is_cancelled, span.name == "GET /pending", "{span:?}");
    }
    assert_eq!(spans.len(), 2 * PAIRS);
}
