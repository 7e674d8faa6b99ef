//! What is recorded of a gRPC call and its response.

use http::header::CONTENT_TYPE;
use http::response::Parts;
use http::uri::PathAndQuery;
use http::{HeaderMap, StatusCode, Uri};
use tracing::Span;
use tracing::field::Empty;

use crate::config::http_errors::HttpErrors;
use crate::propagation;
use crate::trace::request;

/// Opens the span of a call. Its name is known once the response shows that the method exists.
pub(super) fn span(headers: &HeaderMap) -> Span {
    let _caller = propagation::continue_trace(headers);
    tracing::info_span!(
        "request",
        otel.name = "grpc",
        otel.kind = "server",
        otel.status_code = Empty,
        rpc.system = "grpc",
        rpc.service = Empty,
        rpc.method = Empty,
        rpc.grpc.status_code = Empty,
        error.r#type = Empty,
        telemetry.cancelled = Empty,
    )
}

/// A call: what its path names, and what is known of its response.
#[derive(Debug)]
pub(super) struct Call {
    path: Option<PathAndQuery>,
    answer: Answer,
}

/// What the response has said so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    /// The status has not arrived yet, and may never arrive.
    Open(Unsaid),
    Known,
}

/// What a response without a status means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unsaid {
    /// Nothing: it is not gRPC, or it has its status in the body, as gRPC-Web does.
    Nothing,
    Status(Code),
}

impl Call {
    pub(super) fn new(uri: &Uri) -> Self {
        Self {
            path: uri.path_and_query().cloned(),
            answer: Answer::Open(Unsaid::Nothing),
        }
    }

    /// Reads the head of the response. It holds the status if the call failed at once.
    pub(super) fn head(&mut self, span: &Span, head: &Parts) {
        if head.headers.contains_key(STATUS) {
            self.answered(span, &head.headers);
        } else {
            self.answer = Answer::Open(unsaid(head));
        }
    }

    pub(super) fn trailers(&mut self, span: &Span, trailers: &HeaderMap) {
        if trailers.contains_key(STATUS) {
            self.answered(span, trailers);
        }
    }

    fn answered(&mut self, span: &Span, headers: &HeaderMap) {
        let code = headers.get(STATUS).map_or(Code::UNKNOWN, Code::parse);
        self.answer = Answer::Known;
        self.record(span, code);
    }

    /// Handles the end of the response, with or without a status.
    pub(super) fn end(&self, span: &Span) {
        if let Answer::Open(Unsaid::Status(code)) = self.answer {
            self.record(span, code);
        }
    }

    fn record(&self, span: &Span, code: Code) {
        // If the method does not exist, the path is whatever the caller wrote, so it is not recorded.
        if code != Code::UNIMPLEMENTED {
            self.describe(span);
        }
        span.record("rpc.grpc.status_code", code.0);
        let is_error = request::answer(span, |errors| code.is_error(errors));
        if is_error.unwrap_or_else(|| code.is_error(HttpErrors::Server)) {
            span.record("otel.status_code", "error");
            span.record("error.type", code.name());
        }
    }

    /// Records the service and the method of the call.
    pub(super) fn describe(&self, span: &Span) {
        let method = self.path.as_ref().map_or("", |it| it.path());
        let Some((service, name)) = method.strip_prefix('/').and_then(|it| it.split_once('/'))
        else {
            return;
        };
        // A proxy or an ordinary web server may have responded, for any path.
        if !service.split('.').all(is_identifier) || !is_identifier(name) {
            return;
        }
        span.record("otel.name", &method[1..]);
        span.record("rpc.service", service);
        span.record("rpc.method", name);
    }
}

/// The header of the status: <https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#responses>.
const STATUS: &str = "grpc-status";

/// How a client interprets a response that ends without a status:
/// <https://github.com/grpc/grpc/blob/master/doc/http-grpc-status-mapping.md>.
fn unsaid(head: &Parts) -> Unsaid {
    Unsaid::Status(match head.status {
        StatusCode::OK if is_grpc(&head.headers) => Code::UNKNOWN,
        status if status.is_success() => return Unsaid::Nothing,
        StatusCode::BAD_REQUEST => Code::INTERNAL,
        StatusCode::UNAUTHORIZED => Code::UNAUTHENTICATED,
        StatusCode::FORBIDDEN => Code::PERMISSION_DENIED,
        StatusCode::NOT_FOUND => Code::UNIMPLEMENTED,
        StatusCode::TOO_MANY_REQUESTS
        | StatusCode::BAD_GATEWAY
        | StatusCode::SERVICE_UNAVAILABLE
        | StatusCode::GATEWAY_TIMEOUT => Code::UNAVAILABLE,
        _ => Code::UNKNOWN,
    })
}

fn is_grpc(headers: &HeaderMap) -> bool {
    let of = |value: &http::HeaderValue| {
        let rest = value.as_bytes().strip_prefix(b"application/grpc")?;
        Some(matches!(rest.first(), None | Some(b'+' | b';')))
    };
    headers.get(CONTENT_TYPE).and_then(of).unwrap_or(false)
}

/// Whether text can be the name of a message, a service or a method:
/// <https://protobuf.dev/reference/protobuf/proto3-spec/#identifiers>.
fn is_identifier(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes
        .next()
        .is_some_and(|it| it.is_ascii_alphabetic() || it == b'_')
        && bytes.all(|it| it.is_ascii_alphanumeric() || it == b'_')
}

/// A gRPC status: <https://github.com/grpc/grpc/blob/master/doc/statuscodes.md>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Code(u8);

impl Code {
    const UNKNOWN: Self = Self(2);
    const PERMISSION_DENIED: Self = Self(7);
    const UNIMPLEMENTED: Self = Self(12);
    const INTERNAL: Self = Self(13);
    const UNAVAILABLE: Self = Self(14);
    const UNAUTHENTICATED: Self = Self(16);

    /// The names, by number.
    const NAMES: [&str; 17] = [
        "OK",
        "CANCELLED",
        "UNKNOWN",
        "INVALID_ARGUMENT",
        "DEADLINE_EXCEEDED",
        "NOT_FOUND",
        "ALREADY_EXISTS",
        "PERMISSION_DENIED",
        "RESOURCE_EXHAUSTED",
        "FAILED_PRECONDITION",
        "ABORTED",
        "OUT_OF_RANGE",
        "UNIMPLEMENTED",
        "INTERNAL",
        "UNAVAILABLE",
        "DATA_LOSS",
        "UNAUTHENTICATED",
    ];

    /// Reads a status. As in clients, anything else counts as `UNKNOWN`.
    fn parse(value: &http::HeaderValue) -> Self {
        let number = value.to_str().ok().and_then(|it| it.parse().ok());
        let known = number.filter(|it| usize::from(*it) < Self::NAMES.len());
        known.map_or(Self::UNKNOWN, Self)
    }

    fn name(self) -> &'static str {
        Self::NAMES[usize::from(self.0)]
    }

    /// Whether it is an error of the service: <https://opentelemetry.io/docs/specs/semconv/rpc/grpc/>.
    /// `ServerAndClient` adds the errors of the caller, which are all others but `OK`.
    fn is_error(self, errors: HttpErrors) -> bool {
        match errors {
            HttpErrors::Server => matches!(
                self.name(),
                "UNKNOWN"
                    | "DEADLINE_EXCEEDED"
                    | "UNIMPLEMENTED"
                    | "INTERNAL"
                    | "UNAVAILABLE"
                    | "DATA_LOSS"
            ),
            HttpErrors::ServerAndClient => self.name() != "OK",
        }
    }
}
