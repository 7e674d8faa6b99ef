//! Calls that go out: what real servers are sent by clients of hyper and tonic, and what a call records. What
//! `docs/outgoing-calls.md` shows of these clients stands here.

use std::net::SocketAddr;
use std::pin::pin;

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, Request};
use axum::routing::any;
use http_body_util::{BodyExt as _, Empty};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioIo};
use opentelemetry_proto::tonic::collector::trace::v1::trace_service_client::TraceServiceClient as ScoresClient;
use opentelemetry_proto::tonic::collector::trace::v1::trace_service_server::{
    TraceService, TraceServiceServer,
};
use opentelemetry_proto::tonic::collector::trace::v1::{
    ExportTraceServiceRequest, ExportTraceServiceResponse,
};
use opentelemetry_sdk::trace::SpanData;
use scorer_instrument::propagation::{self, PropagationService};
use scorer_instrument::scorer_span;
use scorer_instrument::telemetry::Local;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tonic::transport::{Channel, Server};
use tower::{Service as _, ServiceBuilder, ServiceExt as _};
use tracing::Instrument as _;

use super::requests::{attribute, in_memory, serve};

type Error = Box<dyn std::error::Error + Send + Sync>;

type HttpClient = PropagationService<Client<HttpConnector, Empty<Bytes>>>;

fn http_client() -> HttpClient {
    let client = Client::builder(TokioExecutor::new()).build_http();
    ServiceBuilder::new()
        .layer(propagation::layer())
        .service(client)
}

#[scorer_span(include(address_id), fields(otel.kind = "client"), err)]
async fn load_score(
    mut client: HttpClient,
    host: SocketAddr,
    address_id: i64,
) -> Result<Bytes, Error> {
    let request = Request::get(format!("http://{host}/score/{address_id}?api_key=k3y"));
    let request = request.body(Empty::new())?;
    let response = client.ready().await?.call(request).await?;
    Ok(response.into_body().collect().await?.to_bytes())
}

type Connection = hyper::client::conn::http1::SendRequest<Empty<Bytes>>;

async fn connect(host: SocketAddr) -> Result<Connection, Error> {
    let stream = TokioIo::new(TcpStream::connect(host).await?);
    let (connection, driver) = hyper::client::conn::http1::handshake(stream).await?;
    // It lives as long as the connection, and belongs to none of the requests.
    tokio::spawn(driver);
    Ok(connection)
}

#[scorer_span(include(address_id), fields(otel.kind = "client"), err)]
async fn load_by_connection(mut connection: Connection, address_id: i64) -> Result<Bytes, Error> {
    let mut request = Request::get(format!("/score/{address_id}")).body(Empty::new())?;
    propagation::inject(request.headers_mut());
    let response = connection.send_request(request).await?;
    Ok(response.into_body().collect().await?.to_bytes())
}

fn grpc_client(channel: Channel) -> ScoresClient<PropagationService<Channel>> {
    let channel = ServiceBuilder::new()
        .layer(propagation::layer())
        .service(channel);
    ScoresClient::new(channel)
}

#[scorer_span(include(), fields(otel.kind = "client"), err)]
async fn load_over_grpc(channel: Channel) -> Result<(), tonic::Status> {
    grpc_client(channel)
        .export(ExportTraceServiceRequest::default())
        .await?;
    Ok(())
}

/// A server that hands the headers of each request to the test, and answers without any that it need not have.
async fn listens() -> (SocketAddr, UnboundedReceiver<HeaderMap>) {
    let (sent, received) = unbounded_channel();
    let handler = move |headers: HeaderMap| async move {
        sent.send(headers).expect("the test waits");
        "20.5"
    };
    let app = Router::new().route("/score/{address_id}", any(handler));
    (serve(app).await, received)
}

struct Listener(UnboundedSender<HeaderMap>);

#[tonic::async_trait]
impl TraceService for Listener {
    async fn export(
        &self,
        request: tonic::Request<ExportTraceServiceRequest>,
    ) -> Result<tonic::Response<ExportTraceServiceResponse>, tonic::Status> {
        let headers = request.metadata().clone().into_headers();
        self.0.send(headers).expect("the test waits");
        Ok(tonic::Response::new(ExportTraceServiceResponse::default()))
    }
}

async fn listens_for_grpc() -> (Channel, UnboundedReceiver<HeaderMap>) {
    let (sent, received) = unbounded_channel();
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let server = Server::builder()
        .add_service(TraceServiceServer::new(Listener(sent)))
        .serve_with_incoming(tonic::transport::server::TcpIncoming::from(listener));
    tokio::spawn(server);
    let endpoint = Channel::from_shared(format!("http://{address}")).expect("an endpoint");
    (endpoint.connect().await.expect("a server"), received)
}

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

/// What a caller of this service sent.
fn from_caller() -> HeaderMap {
    propagation::from_pairs([
        ("traceparent", format!("00-{TRACE}-00f067aa0ba902b7-01")),
        ("tracestate", "vendor=t61rcWkgMzE".to_owned()),
        (
            "baggage",
            "tenant=north,user=somebody%40example.org".to_owned(),
        ),
    ])
}

#[derive(Clone, Copy, Debug)]
enum By {
    Layer,
    Connection,
    Grpc,
}

/// Makes one call within a caller's request; the headers that the server was sent, and the span of the function that calls.
async fn calls(telemetry: &Local, by: By, caller: &HeaderMap) -> (HeaderMap, SpanData) {
    let _default = tracing::dispatcher::set_default(&telemetry.dispatch());
    let request = {
        let _caller = propagation::continue_trace(caller);
        tracing::info_span!("request")
    };
    let (name, mut received) = match by {
        By::Layer => {
            let (host, received) = listens().await;
            let score = load_score(http_client(), host, 7).instrument(request);
            assert_eq!(score.await.expect("an answer"), "20.5");
            ("load_score", received)
        }
        By::Connection => {
            let (host, received) = listens().await;
            let score =
                load_by_connection(connect(host).await.expect("a server"), 7).instrument(request);
            assert_eq!(score.await.expect("an answer"), "20.5");
            ("load_by_connection", received)
        }
        By::Grpc => {
            let (channel, received) = listens_for_grpc().await;
            let score = load_over_grpc(channel).instrument(request);
            score.await.expect("an answer");
            ("load_over_grpc", received)
        }
    };
    let headers = received.recv().await.expect("a request");
    let spans = telemetry.spans();
    let span = spans.into_iter().find(|it| it.name == name);
    (headers, span.expect("the span of the function"))
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut all = headers.get_all(name).iter();
    let first = all.next()?.to_str().expect("text");
    assert!(all.next().is_none(), "{name} stands twice");
    Some(first)
}

#[tokio::test]
async fn a_called_service_is_told_the_span_that_calls() {
    for by in [By::Layer, By::Connection, By::Grpc] {
        let telemetry = in_memory(&[]);
        let (headers, span) = calls(&telemetry, by, &from_caller()).await;
        let context = &span.span_context;
        assert_eq!(context.trace_id().to_string(), TRACE);
        assert_eq!(span.span_kind, opentelemetry::trace::SpanKind::Client);
        let sent = format!("00-{TRACE}-{}-01", context.span_id());
        assert_eq!(text(&headers, "traceparent"), Some(sent.as_str()), "{by:?}");
        assert_eq!(text(&headers, "tracestate"), Some("vendor=t61rcWkgMzE"));
        // The caller's baggage goes on, but for what the redactor takes for a person's.
        assert_eq!(text(&headers, "baggage"), Some("tenant=north"), "{by:?}");
    }
}

#[tokio::test]
async fn a_called_service_is_told_what_the_settings_say() {
    const XRAY: &[(&str, &str)] = &[("OTEL_PROPAGATORS", "xray")];
    for by in [By::Layer, By::Connection, By::Grpc] {
        let telemetry = in_memory(XRAY);
        let (headers, span) = calls(&telemetry, by, &from_caller()).await;
        assert_eq!(text(&headers, "traceparent"), None);
        let header = text(&headers, "x-amzn-trace-id").expect("X-Ray's header");
        let parent = format!("Parent={};Sampled=1", span.span_context.span_id());
        assert!(header.ends_with(&parent), "{header}");
    }
}

#[tokio::test]
async fn nothing_of_a_call_is_recorded_but_what_its_function_records() {
    let telemetry = in_memory(&[("RUST_LOG", "trace"), ("TELEMETRY_TRACES_FILTER", "trace")]);
    let (headers, span) = calls(&telemetry, By::Layer, &from_caller()).await;
    assert!(headers.contains_key("host"), "{headers:?}");
    assert_eq!(attribute(&span, "address_id").as_deref(), Some("7"));
    let recorded = format!("{:?}{}", telemetry.spans(), telemetry.logs());
    for word in ["k3y", "somebody"] {
        assert!(!recorded.contains(word), "{recorded}");
    }
}

#[tokio::test]
async fn a_call_outside_of_a_span_goes_out_as_it_is() {
    let telemetry = in_memory(&[]);
    let _default = tracing::dispatcher::set_default(&telemetry.dispatch());
    let (host, mut received) = listens().await;
    let mut request = Request::get(format!("http://{host}/score/7")).body(Empty::<Bytes>::new());
    let own = request.as_mut().expect("a request").headers_mut();
    *own = from_caller();
    let mut client = http_client();
    let answer = client.call(request.expect("a request")).await;
    assert!(answer.is_ok());
    let headers = received.recv().await.expect("a request");
    for name in ["traceparent", "tracestate", "baggage"] {
        assert_eq!(text(&headers, name), text(&from_caller(), name), "{name}");
    }
    assert!(propagation::headers().is_empty());
}

/// A proxy hands on what it was sent: the headers of a trace among it, which are not its own.
#[tokio::test]
async fn headers_that_were_copied_from_a_caller_are_replaced() {
    for (caller, tracestate) in [
        (from_caller(), Some("vendor=t61rcWkgMzE")),
        // Of a trace that is not continued nothing may go on in its old headers.
        (HeaderMap::new(), None),
    ] {
        let telemetry = in_memory(&[]);
        telemetry.run(|| {
            let span = {
                let _caller = propagation::continue_trace(&caller);
                tracing::info_span!("request")
            };
            let mut headers = from_caller();
            span.in_scope(|| propagation::inject(&mut headers));
            let own = span.in_scope(propagation::current).expect("ids");
            let sent = format!("00-{}-{}-01", own.trace_id(), own.span_id());
            assert_eq!(text(&headers, "traceparent"), Some(sent.as_str()));
            assert_eq!(text(&headers, "tracestate"), tracestate);
            assert_eq!(
                text(&headers, "baggage"),
                tracestate.map(|_| "tenant=north")
            );
        });
    }
}

/// A server that speaks no HTTP, one that goes away, and one that answers with nothing but what it must.
#[tokio::test]
async fn a_server_that_answers_badly_breaks_no_trace() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    for (answer, is_error) in [
        ("HTTP/1.1 200 OK\r\n\r\n20.5", false),
        ("HTTP/1.0 200 OK\r\n\r\n", false),
        (
            "HTTP/1.1 200 OK\r\ntraceparent: \u{1f980}\r\ntracestate: ===\r\n\r\n",
            false,
        ),
        ("", true),
        ("password=hunter2hunter2\r\n\r\n", true),
    ] {
        let telemetry = in_memory(&[("RUST_LOG", "trace")]);
        let _default = tracing::dispatcher::set_default(&telemetry.dispatch());
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let host = listener.local_addr().expect("an address");
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.expect("a client");
            let mut head = [0; 4_096];
            let _ = stream.read(&mut head).await;
            stream.write_all(answer.as_bytes()).await.expect("a client");
        });
        let request = tracing::info_span!("request");
        let call = load_score(http_client(), host, 7).instrument(request);
        assert_eq!(call.await.is_err(), is_error, "{answer:?}");
        let spans = telemetry.spans();
        let [call, request] = spans.as_slice() else {
            panic!("{spans:?}");
        };
        assert_eq!(call.parent_span_id, request.span_context.span_id());
        let failed = matches!(call.status, opentelemetry::trace::Status::Error { .. });
        assert_eq!(failed, is_error, "{answer:?}");
        let recorded = format!("{spans:?}{}", telemetry.logs());
        for word in ["k3y", "hunter2"] {
            assert!(!recorded.contains(word), "{recorded}");
        }
    }
}

#[test]
fn a_layer_without_telemetry_sends_what_it_is_given() {
    let service = tower::service_fn(|request: Request<()>| async move {
        Ok::<_, std::convert::Infallible>(request.headers().len())
    });
    let mut client = ServiceBuilder::new()
        .layer(propagation::layer())
        .service(service);
    let sent = pin!(client.call(Request::new(())));
    let sent = scorer_instrument_tests::block_on(sent);
    assert!(matches!(sent, Ok(0)));
}
