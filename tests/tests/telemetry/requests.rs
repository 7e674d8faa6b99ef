//! How a request ends: with its body, by its answer's status, by a panic, or given up.

use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::panic::AssertUnwindSafe;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use axum::Router;
use axum::body::{Body, Bytes, HttpBody as _};
use axum::extract::Path;
use axum::http::{HeaderValue, Method, Request, Response, StatusCode, header};
use axum::response::IntoResponse as _;
use axum::routing::{any, get};
use http_body::Frame;
use opentelemetry::trace::Status;
use opentelemetry_sdk::trace::SpanData;
use scorer_instrument::scorer_span;
use scorer_instrument::telemetry::{Builder, HttpErrors, Local};
use scorer_instrument_tests::{block_on, poll_once};
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

#[test]
fn a_streamed_request_ends_with_its_body() {
    let telemetry = in_memory(&[]);
    let (feed, body) = fed();
    let response = ask(&telemetry, answers(Response::new(body)), get_score());
    assert!(root(&telemetry).is_none(), "its body is to come");
    let mut reads = pin!(read(response.into_body()));
    let mut poll = || telemetry.run(|| poll_once(reads.as_mut()));
    assert!(poll().is_pending());
    let began = std::time::Instant::now();
    feed.send(Ok("20.5".into())).expect("a reader");
    assert!(poll().is_pending());
    assert!(root(&telemetry).is_none());
    let streamed = began.elapsed();
    drop(feed);
    assert!(matches!(poll(), Poll::Ready(Ok(4))));
    assert_eq!(ended(&telemetry), (false, false));
    let span = root(&telemetry).expect("the request's span");
    assert_eq!(span.status, Status::Unset);
    let total = span.end_time.duration_since(span.start_time);
    let total = total.expect("a duration").as_secs_f64() * 1_000.0;
    let head = attribute(&span, "telemetry.head_ms").expect("the head's time");
    let head: f64 = head.parse().expect("a number");
    let streamed = streamed.as_secs_f64() * 1_000.0;
    assert!(
        head > 0.0 && head + streamed <= total,
        "{head} {streamed} {total}"
    );
    let line = closed(&telemetry);
    let logged = line["head_ms"].as_f64().expect("the head's time");
    assert!((logged - head).abs() <= 0.001, "{line}");
}

#[test]
fn a_body_that_fails_is_an_error_of_its_request() {
    for (kept, variables) in [(false, &[][..]), (true, KEEPS_ERRORS)] {
        let telemetry = in_memory(variables);
        let (feed, body) = fed();
        let response = ask(&telemetry, answers(Response::new(body)), get_score());
        feed.send(Ok("20".into())).expect("a reader");
        feed.send(Err(io::Error::other("the row is gone")))
            .expect("a reader");
        let read = telemetry.run(|| block_on(read(response.into_body())));
        assert!(read.is_err());
        assert_eq!(ended(&telemetry), (true, false), "{kept}");
        let span = root(&telemetry).expect("the request's span");
        assert_eq!(attribute(&span, "error.type").as_deref(), Some("body"));
        let status = attribute(&span, "http.response.status_code");
        assert_eq!(status.as_deref(), Some("200"));
    }
}

#[test]
fn a_body_that_nobody_reads_to_its_end_was_cancelled() {
    for parts in 0..3 {
        let telemetry = in_memory(&[]);
        let (feed, body) = fed();
        let mut body = ask(&telemetry, answers(Response::new(body)), get_score()).into_body();
        for _ in 0..parts {
            feed.send(Ok("20".into())).expect("a reader");
            let part = telemetry.run(|| {
                poll_once(pin!(std::future::poll_fn(|it| {
                    Pin::new(&mut body).poll_frame(it)
                })))
            });
            assert!(part.is_ready());
        }
        drop(body);
        assert_eq!(ended(&telemetry), (false, true), "{parts}");
    }
}

#[test]
fn a_request_that_is_dropped_was_cancelled() {
    let telemetry = in_memory(&[]);
    let app = Router::new()
        .route("/score/{address_id}", get(std::future::pending::<()>))
        .layer(scorer_instrument::axum::layer());
    telemetry.run(|| {
        let mut request = Box::pin(app.oneshot(get_score()));
        assert!(poll_once(request.as_mut()).is_pending());
    });
    assert_eq!(ended(&telemetry), (false, true));
    assert!(closed(&telemetry)["head_ms"].is_null());
}

#[tokio::test]
async fn a_request_that_a_timeout_or_a_select_drops_was_cancelled() {
    let app = || {
        Router::new()
            .route("/score/{address_id}", get(std::future::pending::<()>))
            .layer(scorer_instrument::axum::layer())
    };
    let telemetry = in_memory(&[]);
    {
        let _default = tracing::dispatcher::set_default(&telemetry.dispatch());
        let request = app().oneshot(get_score());
        let at_once = std::time::Duration::ZERO;
        assert!(tokio::time::timeout(at_once, request).await.is_err());
    }
    assert_eq!(ended(&telemetry), (false, true));
    let telemetry = in_memory(&[]);
    {
        let _default = tracing::dispatcher::set_default(&telemetry.dispatch());
        tokio::select! {
            biased;
            _ = app().oneshot(get_score()) => panic!("it waits for ever"),
            () = tokio::task::yield_now() => {}
        }
    }
    assert_eq!(ended(&telemetry), (false, true));
}

#[test]
fn an_answer_without_a_body_ends_with_its_head() {
    let of_status = |status: StatusCode| {
        // What a handler puts there all the same is dropped unread.
        let (_, body) = fed();
        let mut response = Response::new(body);
        *response.status_mut() = status;
        response
    };
    let request = |method: Method| {
        let mut request = get_score();
        *request.method_mut() = method;
        request
    };
    for (method, response) in [
        (Method::GET, Response::new(Body::empty())),
        (Method::GET, Response::new(Body::from(""))),
        (Method::HEAD, of_status(StatusCode::OK)),
        (Method::HEAD, Response::new(Body::from("20.5"))),
        (Method::GET, of_status(StatusCode::SWITCHING_PROTOCOLS)),
        (Method::GET, of_status(StatusCode::NO_CONTENT)),
        (Method::GET, of_status(StatusCode::NOT_MODIFIED)),
        (Method::CONNECT, of_status(StatusCode::OK)),
    ] {
        let what = format!("{method} {}", response.status());
        let telemetry = in_memory(&[]);
        drop(ask(&telemetry, answers(response), request(method)));
        assert_eq!(ended(&telemetry), (false, false), "{what}");
        assert!(closed(&telemetry)["head_ms"].is_null(), "{what}");
    }
}

#[test]
fn a_body_of_an_announced_length_ends_with_its_last_byte() {
    let telemetry = in_memory(&[]);
    let (feed, body) = fed();
    let mut response = Response::new(body);
    let length = HeaderValue::from_static("4");
    response
        .headers_mut()
        .insert(header::CONTENT_LENGTH, length);
    let mut body = ask(&telemetry, answers(response), get_score()).into_body();
    for part in ["20", ".5"] {
        assert!(root(&telemetry).is_none());
        feed.send(Ok(part.into())).expect("a reader");
        let read = telemetry.run(|| {
            poll_once(pin!(std::future::poll_fn(|it| {
                Pin::new(&mut body).poll_frame(it)
            })))
        });
        assert!(read.is_ready());
    }
    // A server asks no further, although the body does not know its own end.
    assert!(!body.is_end_stream());
    drop(body);
    assert_eq!(ended(&telemetry), (false, false));
}

#[test]
fn what_a_body_says_of_itself_passes_through() {
    let telemetry = in_memory(&[]);
    let known = ask(
        &telemetry,
        answers(Response::new(Body::from("20.5"))),
        get_score(),
    );
    assert_eq!(known.body().size_hint().exact(), Some(4));
    assert!(!known.body().is_end_stream());
    let (_feed, body) = fed();
    let unknown = ask(&telemetry, answers(Response::new(body)), get_score());
    assert_eq!(unknown.body().size_hint().exact(), None);
    let empty = ask(
        &telemetry,
        answers(Response::new(Body::empty())),
        get_score(),
    );
    assert!(empty.body().is_end_stream());
}

#[derive(Debug)]
struct Refused(StatusCode);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "refused with {}", self.0.as_u16())
    }
}

impl std::error::Error for Refused {}

impl axum::response::IntoResponse for Refused {
    fn into_response(self) -> axum::response::Response {
        self.0.into_response()
    }
}

#[scorer_span(err)]
async fn refuse(Path(status): Path<u16>) -> Result<(), Refused> {
    match StatusCode::from_u16(status) {
        Ok(StatusCode::OK) => Ok(()),
        Ok(status) => Err(Refused(status)),
        Err(_) => Err(Refused(StatusCode::BAD_REQUEST)),
    }
}

async fn tells(Path(status): Path<u16>) -> StatusCode {
    tracing::error!("the audit cannot be written");
    StatusCode::from_u16(status).unwrap_or_default()
}

async fn declares(Path(status): Path<u16>) -> StatusCode {
    tracing::Span::current().record("otel.status_code", "error");
    StatusCode::from_u16(status).unwrap_or_default()
}

async fn excuses(Path(status): Path<u16>) -> StatusCode {
    tracing::Span::current().record("otel.status_code", "ok");
    StatusCode::from_u16(status).unwrap_or_default()
}

fn statuses() -> Router {
    Router::new()
        .route("/refuse/{status}", get(refuse))
        .route("/tells/{status}", get(tells))
        .route("/declares/{status}", get(declares))
        .route("/excuses/{status}", get(excuses))
        .layer(scorer_instrument::axum::layer())
}

fn asks_for(telemetry: &Local, path: &str) {
    let request = Request::get(path).body(Body::empty()).expect("a request");
    drop(ask(telemetry, statuses(), request));
}

#[test]
fn the_answer_decides_for_its_request() {
    for (path, by_server, by_both) in [
        ("/refuse/200", false, false),
        ("/refuse/401", false, true),
        ("/refuse/404", false, true),
        ("/refuse/500", true, true),
        ("/refuse/503", true, true),
        ("/tells/200", false, false),
        ("/tells/400", false, true),
        ("/tells/500", true, true),
        ("/declares/200", true, true),
        ("/excuses/500", true, true),
        ("/excuses/404", false, true),
        ("/unknown", false, true),
    ] {
        let telemetry = in_memory(&[]);
        asks_for(&telemetry, path);
        assert_eq!(ended(&telemetry), (by_server, false), "{path}");
        let kept = in_memory(KEEPS_ERRORS);
        asks_for(&kept, path);
        assert_eq!(root(&kept).is_some(), by_server, "{path}");
        let both = builder(&[])
            .with_http_errors(HttpErrors::ServerAndClient)
            .in_memory()
            .expect("accepted settings");
        asks_for(&both, path);
        assert_eq!(ended(&both), (by_both, false), "{path}");
    }
    let told = in_memory(&[("TELEMETRY_HTTP_ERRORS", "server,client")]);
    asks_for(&told, "/refuse/401");
    assert_eq!(ended(&told), (true, false));
}

#[test]
fn a_returned_error_is_one_of_its_function() {
    let telemetry = in_memory(&[]);
    asks_for(&telemetry, "/refuse/401");
    let spans = telemetry.spans();
    let function = spans.iter().find(|it| it.name == "refuse");
    let status = function.map(|it| it.status.clone());
    assert_eq!(status, Some(Status::error("refused with 401")));
    let table = telemetry.telemetry().percentiles().expect("counts").table();
    let errors = |name: &str| {
        let row = table.rows.iter().find(|row| row.name == name);
        row.map(|row| row.errors)
    };
    assert_eq!(errors("refuse"), Some(1));
    assert_eq!(errors("GET /refuse/{status}"), Some(0));
}

/// Catches panics of what it is around, as the layers for that do.
async fn catches(
    request: axum::extract::Request,
    next: axum::middleware::Next,
) -> axum::response::Response {
    let mut work = Box::pin(next.run(request));
    std::future::poll_fn(|context| {
        let poll = AssertUnwindSafe(|| work.as_mut().poll(context));
        std::panic::catch_unwind(poll)
            .unwrap_or_else(|_| Poll::Ready(StatusCode::INTERNAL_SERVER_ERROR.into_response()))
    })
    .await
}

const PANICS: &str = "cannot reach postgres://svc:hunter2hunter2@db/scores";

#[scorer_span]
async fn panics() {
    tokio::task::yield_now().await;
    panic!("{PANICS}")
}

#[test]
fn a_panic_is_an_error_of_its_request() {
    let caught = axum::middleware::from_fn(catches);
    let routes = || Router::new().route("/score/{address_id}", get(panics));
    let layer = scorer_instrument::axum::layer;
    let inside = routes().layer(caught.clone()).layer(layer());
    let outside = routes().layer(layer()).layer(caught);
    let without = routes().layer(layer());
    for (place, app) in [
        ("inside", inside),
        ("outside", outside),
        ("without", without),
    ] {
        for variables in [&[][..], KEEPS_ERRORS] {
            let telemetry = in_memory(variables);
            let app = app.clone();
            let asked = std::panic::catch_unwind(AssertUnwindSafe(|| {
                drop(ask(&telemetry, app, get_score()));
            }));
            assert_eq!(asked.is_err(), place == "without");
            assert_eq!(ended(&telemetry), (true, false), "{place}");
            let spans = telemetry.spans();
            let handler = spans.iter().find(|it| it.name == "panics").expect("a span");
            let request = root(&telemetry).expect("the request's span");
            let mut left = vec![handler];
            if place == "inside" {
                let status = attribute(&request, "http.response.status_code");
                assert_eq!(status.as_deref(), Some("500"));
            } else {
                left.push(&request);
                let Status::Error { description } = &request.status else {
                    panic!("{request:?}");
                };
                assert!(description.starts_with("cannot reach "), "{description}");
            }
            for span in left {
                let exception = &span.events.events[0];
                assert_eq!(exception.name, "exception", "{place}");
                assert_eq!(exception.attributes[0].value.as_str(), "panic");
            }
            assert!(!format!("{spans:?}").contains("hunter2hunter2"));
        }
    }
}

#[test]
fn a_body_that_panics_is_an_error_of_its_request() {
    struct Panics;
    impl http_body::Body for Panics {
        type Data = Bytes;
        type Error = io::Error;

        fn poll_frame(
            self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
            panic!("{PANICS}")
        }
    }
    let telemetry = in_memory(&[]);
    let response = ask(
        &telemetry,
        answers(Response::new(Body::new(Panics))),
        get_score(),
    );
    let asked = std::panic::catch_unwind(AssertUnwindSafe(|| {
        telemetry.run(|| block_on(read(response.into_body())))
    }));
    assert!(asked.is_err());
    assert_eq!(ended(&telemetry), (true, false));
}

#[test]
fn requests_are_counted_by_route() {
    for variables in [
        &[][..],
        &[("OTEL_SAMPLING_RATIO", "0"), ("RUST_LOG", "off")],
    ] {
        let telemetry = in_memory(variables);
        for path in ["/refuse/200", "/refuse/401", "/tells/200", "/nowhere"] {
            asks_for(&telemetry, path);
        }
        let table = telemetry.telemetry().percentiles().expect("counts").table();
        let mut roots: Vec<_> = table
            .rows
            .iter()
            .filter(|row| row.is_root)
            .map(|row| (row.name.as_str(), row.count))
            .collect();
        roots.sort_unstable();
        assert_eq!(
            roots,
            [
                ("GET", 1),
                ("GET /refuse/{status}", 2),
                ("GET /tells/{status}", 1)
            ]
        );
    }
}

#[test]
fn a_method_of_the_callers_own_is_told_apart() {
    for original in ["BREW", "get"] {
        let method = Method::from_bytes(original.as_bytes()).expect("a method");
        let telemetry = in_memory(&[]);
        let mut request = get_score();
        *request.method_mut() = method;
        drop(ask(
            &telemetry,
            answers(Response::new(Body::empty())),
            request,
        ));
        let span = root(&telemetry).expect("the request's span");
        assert_eq!(span.name, "HTTP /score/{address_id}");
        let recorded = attribute(&span, "http.request.method");
        assert_eq!(recorded.as_deref(), Some("_OTHER"));
        let recorded = attribute(&span, "http.request.method_original");
        assert_eq!(recorded.as_deref(), Some(original));
    }
    let telemetry = in_memory(&[]);
    drop(ask(
        &telemetry,
        answers(Response::new(Body::empty())),
        get_score(),
    ));
    let span = root(&telemetry).expect("the request's span");
    assert_eq!(attribute(&span, "http.request.method_original"), None);
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

fn send(address: SocketAddr, request: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).expect("a server");
    let head = format!("{request} HTTP/1.1\r\nhost: scorer\r\nconnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).expect("a server");
    stream
}

#[tokio::test]
async fn a_server_reads_each_answer_to_its_end() {
    for request in [
        "GET /text",
        "HEAD /text",
        "GET /none",
        "GET /announced",
        "GET /parts",
    ] {
        let telemetry = in_memory(&[]);
        let _default = tracing::dispatcher::set_default(&telemetry.dispatch());
        let app = Router::new()
            .route("/text", get(|| async { "20.5" }))
            .route("/none", get(|| async { StatusCode::NO_CONTENT }))
            .route(
                "/announced",
                get(|| async {
                    let (feed, body) = fed();
                    feed.send(Ok("20.5".into())).expect("a reader");
                    // It never ends by itself.
                    std::mem::forget(feed);
                    ([(header::CONTENT_LENGTH, "4")], body)
                }),
            )
            .route(
                "/parts",
                get(|| async {
                    let (feed, body) = fed();
                    feed.send(Ok("20".into())).expect("a reader");
                    feed.send(Ok(".5".into())).expect("a reader");
                    body
                }),
            )
            .layer(scorer_instrument::axum::layer());
        let address = serve(app).await;
        let read = tokio::task::spawn_blocking(move || {
            let mut answer = String::new();
            let read = send(address, request).read_to_string(&mut answer);
            read.map(|_| answer)
        });
        let answer = read.await.expect("it ends").expect("an answer");
        assert!(answer.starts_with("HTTP/1.1 20"), "{answer}");
        end_of_request(&telemetry).await;
        assert_eq!(ended(&telemetry), (false, false), "{request}");
    }
}

#[tokio::test]
async fn a_client_that_goes_away_cancels_its_request() {
    for path in ["GET /handler", "GET /body"] {
        let telemetry = in_memory(&[]);
        let _default = tracing::dispatcher::set_default(&telemetry.dispatch());
        let (reached, mut requests) = unbounded_channel();
        let in_body = reached.clone();
        let app = Router::new()
            .route(
                "/handler",
                get(move || async move {
                    reached.send(()).expect("the test waits");
                    std::future::pending::<()>().await;
                }),
            )
            .route(
                "/body",
                get(move || async move {
                    let (feed, body) = fed();
                    std::mem::forget(feed);
                    in_body.send(()).expect("the test waits");
                    body
                }),
            )
            .layer(scorer_instrument::axum::layer());
        let address = serve(app).await;
        let stream = tokio::task::spawn_blocking(move || send(address, path));
        let stream = stream.await.expect("a connection");
        requests.recv().await.expect("a request");
        drop(stream);
        end_of_request(&telemetry).await;
        assert_eq!(ended(&telemetry), (false, true), "{path}");
    }
}
