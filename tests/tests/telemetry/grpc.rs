//! The layer for a server of gRPC: the caller's trace, the method's name, the status, and how a call ends.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Bytes;
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use http_body::Frame;
use opentelemetry::trace::{SpanKind, Status as SpanStatus};
use scorer_instrument::telemetry::{HttpErrors, Local};
use scorer_instrument::{propagation, scorer_span};
use scorer_instrument_tests::{block_on, poll_once};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tonic::body::Body;
use tonic::codegen::BoxFuture;
use tonic::codegen::tokio_stream::Stream;
use tonic::server::NamedService;
use tonic::transport::Channel;
use tonic::{Code, Status};
use tonic_prost::ProstCodec;
use tower::{Service, ServiceBuilder, ServiceExt as _};
use tracing::Instrument as _;

use super::requests::{attribute, end_of_request, ended, in_memory, root};

const GET: &str = "/scores.v1.Scores/Get";
const WATCH: &str = "/scores.v1.Scores/Watch";

/// A service as tonic's code generator writes it: `Get` answers with the status that it is asked for, `Watch` streams what the
/// test sends.
#[derive(Clone)]
struct Scores {
    feeds: UnboundedSender<Feed>,
    waiting: UnboundedSender<()>,
}

type Feed = UnboundedSender<Result<String, Status>>;

/// What the service tells the test.
struct Told {
    feeds: UnboundedReceiver<Feed>,
    waiting: UnboundedReceiver<()>,
}

fn scores() -> (Scores, Told) {
    let (feed, feeds) = unbounded_channel();
    let (reached, waiting) = unbounded_channel();
    let scores = Scores {
        feeds: feed,
        waiting: reached,
    };
    (scores, Told { feeds, waiting })
}

const MESSAGE: &str = "no account of somebody@example.org";

#[scorer_span]
async fn answer(score: i32) -> Result<tonic::Response<String>, Status> {
    match Code::from(score) {
        Code::Ok => Ok(tonic::Response::new("20.5".to_owned())),
        code => Err(Status::new(code, MESSAGE)),
    }
}

/// A stream of what a test sends.
struct Fed(UnboundedReceiver<Result<String, Status>>);

impl Stream for Fed {
    type Item = Result<String, Status>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(context)
    }
}

impl NamedService for Scores {
    const NAME: &'static str = "scores.v1.Scores";
}

impl<B> Service<Request<B>> for Scores
where
    B: http_body::Body + Send + 'static,
    B::Error: Into<tonic::codegen::StdError> + Send + 'static,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<Response<Body>, Infallible>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let Self { feeds, waiting } = self.clone();
        let mut grpc = tonic::server::Grpc::new(ProstCodec::<String, String>::default());
        Box::pin(async move {
            Ok(match request.uri().path() {
                GET => {
                    let get = tower::service_fn(move |asked: tonic::Request<String>| {
                        let waiting = waiting.clone();
                        async move {
                            match asked.get_ref().as_str() {
                                "panic" => panic!("{MESSAGE}"),
                                "pending" => {
                                    waiting.send(()).expect("the test waits");
                                    std::future::pending().await
                                }
                                code => answer(code.parse().expect("a code")).await,
                            }
                        }
                    });
                    grpc.unary(get, request).await
                }
                WATCH => {
                    let watch = tower::service_fn(move |_: tonic::Request<String>| {
                        let (feed, parts) = unbounded_channel();
                        feeds.send(feed).expect("the test waits");
                        async move { Ok::<_, Status>(tonic::Response::new(Fed(parts))) }
                    });
                    grpc.server_streaming(watch, request).await
                }
                _ => Status::unimplemented("").into_http(),
            })
        })
    }
}

/// A server of tonic, on a port of its own.
async fn serve() -> (SocketAddr, Told) {
    let (scores, told) = scores();
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await;
    let listener = listener.expect("a port");
    let address = listener.local_addr().expect("an address");
    let server = tonic::transport::Server::builder()
        .layer(scorer_instrument::tonic::layer())
        .add_service(scores)
        .serve_with_incoming(tonic::transport::server::TcpIncoming::from(listener));
    tokio::spawn(server);
    (address, told)
}

async fn channel(address: SocketAddr) -> Channel {
    let endpoint = Channel::from_shared(format!("http://{address}")).expect("an endpoint");
    endpoint.connect().await.expect("a server")
}

async fn unary(client: impl Into<Channel>, path: &str, asked: &str) -> Result<String, Status> {
    let mut grpc = tonic::client::Grpc::new(client.into());
    grpc.ready().await.expect("a connection");
    let path = PathAndQuery::try_from(path).expect("a path");
    let asked = tonic::Request::new(asked.to_owned());
    let answer = grpc.unary(asked, path, ProstCodec::<String, String>::default());
    Ok(answer.await?.into_inner())
}

#[tokio::test]
async fn a_call_continues_its_callers_trace() {
    let telemetry = in_memory(&[]);
    let _default = tracing::dispatcher::set_default(&telemetry.dispatch());
    let (address, _told) = serve().await;
    let channel = ServiceBuilder::new()
        .layer(propagation::layer())
        .service(channel(address).await);
    let mut grpc = tonic::client::Grpc::new(channel);
    let call = async {
        grpc.ready().await.expect("a connection");
        let asked = tonic::Request::new("0".to_owned());
        let codec = ProstCodec::<String, String>::default();
        grpc.unary(asked, PathAndQuery::from_static(GET), codec)
            .await
    };
    let answer = call.instrument(tracing::info_span!("caller")).await;
    assert_eq!(answer.expect("an answer").into_inner(), "20.5");
    end_of_request(&telemetry).await;
    let spans = telemetry.spans();
    let of = |name: &str| {
        let found = spans.iter().find(|it| it.name == name);
        found.unwrap_or_else(|| panic!("{name}: {spans:?}"))
    };
    let (caller, call, handler) = (of("caller"), of("scores.v1.Scores/Get"), of("answer"));
    assert_eq!(call.span_context.trace_id(), caller.span_context.trace_id());
    assert_eq!(call.parent_span_id, caller.span_context.span_id());
    assert!(call.parent_span_is_remote);
    assert_eq!(call.span_kind, SpanKind::Server);
    for (key, value) in [
        ("rpc.system", "grpc"),
        ("rpc.service", "scores.v1.Scores"),
        ("rpc.method", "Get"),
        ("rpc.grpc.status_code", "0"),
    ] {
        assert_eq!(attribute(call, key).as_deref(), Some(value));
    }
    assert_eq!(call.status, SpanStatus::Unset);
    assert_eq!(handler.parent_span_id, call.span_context.span_id());
}

/// A message as a request's body.
fn message(text: &str) -> Body {
    let message = prost::Message::encode_to_vec(&text.to_owned());
    let length = u32::try_from(message.len()).expect("a short message");
    let mut framed = vec![0];
    framed.extend(length.to_be_bytes());
    framed.extend(message);
    Body::new(http_body_util::Full::new(Bytes::from(framed)))
}

/// Sends one call to a service in this process; the answer, whose body is not read yet.
fn ask<S>(telemetry: &Local, service: S, path: &str, asked: &str) -> Response<Body>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
{
    let service = ServiceBuilder::new()
        .layer(scorer_instrument::tonic::layer())
        .service(service);
    let request = Request::post(path).header("content-type", "application/grpc");
    let request = request.body(message(asked)).expect("a request");
    let Ok(answer) = telemetry.run(|| block_on(service.oneshot(request)));
    answer.map(Body::new)
}

/// Reads an answer to its end.
fn read(telemetry: &Local, answer: Response<Body>) {
    let body = http_body_util::BodyExt::collect(answer.into_body());
    let _ = telemetry.run(|| block_on(body));
}

fn error_type(telemetry: &Local) -> Option<String> {
    attribute(&root(telemetry).expect("the call's span"), "error.type")
}

fn status_code(telemetry: &Local) -> Option<String> {
    let span = root(telemetry).expect("the call's span");
    attribute(&span, "rpc.grpc.status_code")
}

#[test]
fn the_status_decides_for_its_call() {
    for (code, name, by_server) in [
        (0, None, false),
        (1, Some("CANCELLED"), false),
        (2, Some("UNKNOWN"), true),
        (3, Some("INVALID_ARGUMENT"), false),
        (4, Some("DEADLINE_EXCEEDED"), true),
        (5, Some("NOT_FOUND"), false),
        (6, Some("ALREADY_EXISTS"), false),
        (7, Some("PERMISSION_DENIED"), false),
        (8, Some("RESOURCE_EXHAUSTED"), false),
        (9, Some("FAILED_PRECONDITION"), false),
        (10, Some("ABORTED"), false),
        (11, Some("OUT_OF_RANGE"), false),
        (12, Some("UNIMPLEMENTED"), true),
        (13, Some("INTERNAL"), true),
        (14, Some("UNAVAILABLE"), true),
        (15, Some("DATA_LOSS"), true),
        (16, Some("UNAUTHENTICATED"), false),
    ] {
        for errors in [HttpErrors::Server, HttpErrors::ServerAndClient] {
            let telemetry = scorer_instrument::telemetry!()
                .environment(|_| None)
                .with_http_errors(errors)
                .in_memory()
                .expect("accepted settings");
            let answer = ask(&telemetry, scores().0, GET, &code.to_string());
            read(&telemetry, answer);
            let is_error = match errors {
                HttpErrors::Server => by_server,
                HttpErrors::ServerAndClient => name.is_some(),
            };
            assert_eq!(ended(&telemetry), (is_error, false), "{code}");
            assert_eq!(status_code(&telemetry), Some(code.to_string()));
            let name = name.filter(|_| is_error);
            assert_eq!(error_type(&telemetry).as_deref(), name, "{code}");
            let spans = format!("{:?}", telemetry.spans());
            assert!(!spans.contains("somebody"), "{spans}");
        }
    }
}

#[test]
fn a_streamed_call_ends_with_its_trailers() {
    for (last, is_error, code) in [
        (None, false, "0"),
        (Some(Status::internal(MESSAGE)), true, "13"),
        (Some(Status::not_found(MESSAGE)), false, "5"),
    ] {
        let telemetry = in_memory(&[]);
        let (scores, mut told) = scores();
        let mut body = ask(&telemetry, scores, WATCH, "").into_body();
        let feed = told.feeds.try_recv().expect("a stream");
        let mut frame = || {
            let frame = http_body_util::BodyExt::frame(&mut body);
            telemetry.run(|| poll_once(std::pin::pin!(frame)))
        };
        assert!(frame().is_pending());
        feed.send(Ok("20.5".to_owned())).expect("a reader");
        assert!(frame().is_ready());
        assert!(root(&telemetry).is_none(), "its trailers are to come");
        if let Some(status) = last {
            feed.send(Err(status)).expect("a reader");
        }
        drop(feed);
        let Poll::Ready(Some(Ok(trailers))) = frame() else {
            panic!("no trailers");
        };
        assert!(trailers.is_trailers());
        assert_eq!(ended(&telemetry), (is_error, false), "{code}");
        assert_eq!(status_code(&telemetry).as_deref(), Some(code));
        let span = root(&telemetry).expect("the call's span");
        assert_eq!(span.name, "scores.v1.Scores/Watch");
        assert!(attribute(&span, "telemetry.head_ms").is_some());
    }
}

/// Over a connection, as clients go away.
#[tokio::test]
async fn a_call_that_its_client_drops_was_cancelled() {
    for streamed in [false, true] {
        let telemetry = in_memory(&[]);
        let _default = tracing::dispatcher::set_default(&telemetry.dispatch());
        let (address, mut told) = serve().await;
        let channel = channel(address).await;
        let name = if streamed {
            let mut grpc = tonic::client::Grpc::new(channel);
            grpc.ready().await.expect("a connection");
            let path = PathAndQuery::from_static(WATCH);
            let codec = ProstCodec::<String, String>::default();
            let asked = tonic::Request::new(String::new());
            let stream = grpc.server_streaming(asked, path, codec).await;
            let mut stream = stream.expect("a stream").into_inner();
            let feed = told.feeds.recv().await.expect("a stream");
            feed.send(Ok("20.5".to_owned())).expect("a reader");
            assert_eq!(
                stream.message().await.expect("a part").as_deref(),
                Some("20.5")
            );
            drop(stream);
            // It is the client that ends the call: the stream itself would go on.
            feed.closed().await;
            "scores.v1.Scores/Watch"
        } else {
            tokio::select! {
                _ = unary(channel, GET, "pending") => panic!("it waits for ever"),
                reached = told.waiting.recv() => reached.expect("a call"),
            }
            "scores.v1.Scores/Get"
        };
        end_of_request(&telemetry).await;
        assert_eq!(ended(&telemetry), (false, true), "{name}");
        assert_eq!(status_code(&telemetry), None);
        assert_eq!(root(&telemetry).expect("the call's span").name, name);
    }
}

#[test]
fn a_call_that_panics_is_an_error() {
    let telemetry = in_memory(&[]);
    let asked = std::panic::catch_unwind(AssertUnwindSafe(|| {
        drop(ask(&telemetry, scores().0, GET, "panic"));
    }));
    assert!(asked.is_err());
    assert_eq!(ended(&telemetry), (true, false));
    let span = root(&telemetry).expect("the call's span");
    assert_eq!(span.name, "scores.v1.Scores/Get");
    assert!(!format!("{span:?}").contains("somebody"));
}

#[test]
fn a_method_that_does_not_exist_is_not_recorded() {
    for path in [
        "/scores.v1.Scores/Nope",
        "/somebody/example",
        "/somebody@example.org/hunter2hunter2",
        "/scores.v1.Scores/Get/hunter2hunter2",
        "/scores.v1.Scores/Get?token=hunter2hunter2",
        "/",
    ] {
        let telemetry = in_memory(&[]);
        let service = tower::service_fn(|_| async { Ok(Status::unimplemented("").into_http()) });
        read(&telemetry, ask(&telemetry, service, path, ""));
        assert_eq!(ended(&telemetry), (true, false), "{path}");
        let span = root(&telemetry).expect("the call's span");
        assert_eq!(span.name, "grpc");
        let recorded = format!("{:?}{}", telemetry.spans(), telemetry.logs());
        for word in ["somebody", "hunter2", "Nope", "token"] {
            assert!(!recorded.contains(word), "{path}: {recorded}");
        }
    }
}

/// What stands between the layer and the service answers, or something else than gRPC is spoken: what of it a client would take
/// for a status, and nothing else of the path than names.
#[test]
fn an_answer_without_a_status_is_what_its_client_takes_it_for() {
    let grpc = Some("application/grpc");
    for (status, kind, code) in [
        (200, grpc, Some("2")),
        (200, Some("application/grpc+proto"), Some("2")),
        (200, Some("application/grpc-web+proto"), None),
        (200, Some("text/plain"), None),
        (204, None, None),
        (400, None, Some("13")),
        (401, None, Some("16")),
        (403, grpc, Some("7")),
        (404, None, Some("12")),
        (429, None, Some("14")),
        (500, None, Some("2")),
        (503, None, Some("14")),
    ] {
        for whole in [true, false] {
            let telemetry = in_memory(&[]);
            let service = tower::service_fn(move |_| async move {
                let body = if whole { "" } else { "20.5" };
                let body = http_body_util::Full::new(Bytes::from(body));
                let mut answer = Response::builder().status(status);
                if let Some(kind) = kind {
                    answer = answer.header("content-type", kind);
                }
                Ok(answer.body(Body::new(body)).expect("an answer"))
            });
            read(
                &telemetry,
                ask(&telemetry, service, "/a/somebody@example.org", ""),
            );
            assert_eq!(
                status_code(&telemetry).as_deref(),
                code,
                "{status} {kind:?}"
            );
            let is_error = matches!(code, Some("2" | "12" | "13" | "14"));
            assert_eq!(ended(&telemetry), (is_error, false), "{status} {kind:?}");
            assert!(!format!("{:?}", telemetry.spans()).contains("somebody"));
        }
    }
}

#[test]
fn a_status_that_is_none_is_unknown() {
    let too_long = "1".repeat(5_000);
    for value in [
        &b""[..],
        b"abc",
        b"-1",
        b"17",
        b"99999999999999999999",
        b"\xff\xfe",
        too_long.as_bytes(),
    ] {
        let value = HeaderValue::from_bytes(value).expect("a value");
        for in_head in [true, false] {
            let telemetry = in_memory(&[]);
            let mut status = HeaderMap::new();
            status.insert("grpc-status", value.clone());
            let service = tower::service_fn(move |_| {
                let status = status.clone();
                async move {
                    let mut answer = Response::new(Body::empty());
                    if in_head {
                        *answer.headers_mut() = status;
                    } else {
                        let frames = tonic::codegen::tokio_stream::once(Ok::<_, Infallible>(
                            Frame::<Bytes>::trailers(status),
                        ));
                        *answer.body_mut() = Body::new(http_body_util::StreamBody::new(frames));
                    }
                    assert_eq!(answer.status(), StatusCode::OK);
                    Ok(answer)
                }
            });
            read(&telemetry, ask(&telemetry, service, GET, ""));
            assert_eq!(status_code(&telemetry).as_deref(), Some("2"), "{value:?}");
            assert_eq!(ended(&telemetry), (true, false), "{value:?}");
        }
    }
}

#[test]
fn metadata_that_are_no_headers_of_a_trace_begin_one() {
    for parent in [&b"\xff\xfe"[..], b"somebody@example.org", b"", b"00-0-0-01"] {
        let telemetry = in_memory(&[]);
        let (scores, _told) = scores();
        let mut service = ServiceBuilder::new()
            .layer(scorer_instrument::tonic::layer())
            .service(scores);
        let parent = HeaderValue::from_bytes(parent).expect("a value");
        let mut request = Request::post(GET).body(message("0")).expect("a request");
        request.headers_mut().insert("traceparent", parent.clone());
        let Ok(answer) = telemetry.run(|| block_on(service.call(request)));
        read(&telemetry, answer.map(Body::new));
        assert_eq!(ended(&telemetry), (false, false), "{parent:?}");
        assert!(!format!("{:?}", telemetry.spans()).contains("somebody"));
    }
}
