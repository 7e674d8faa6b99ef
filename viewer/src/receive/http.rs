//! OTLP over HTTP: protobuf or JSON, packed with gzip or not.

use std::io::{self, Read as _};
use std::net::SocketAddr;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use flate2::read::MultiGzDecoder;
use opentelemetry_proto::tonic::collector::trace::v1::{
    ExportTracePartialSuccess, ExportTraceServiceRequest, ExportTraceServiceResponse,
};
use prost::Message;
use serde::Serialize;
use tower::limit::GlobalConcurrencyLimitLayer;

use super::{AT_ONCE, LARGEST, PATIENCE};
use crate::shared::Shared;
use crate::store::Received;

/// What answers on the port of HTTP; who looks at it in a browser is shown to the pages.
pub(crate) fn router(shared: Shared, pages: SocketAddr) -> Router {
    let hint = format!(
        "This port takes traces over OTLP/HTTP: POST /v1/traces, as protobuf or JSON. They are shown at http://{pages}.\n"
    );
    Router::new()
        .route("/v1/traces", post(traces))
        .route("/v1/metrics", post(metrics))
        .route("/v1/logs", post(logs))
        .layer(GlobalConcurrencyLimitLayer::new(AT_ONCE))
        .fallback(|| async { (StatusCode::NOT_FOUND, hint) })
        .with_state(shared)
}

async fn traces(State(shared): State<Shared>, headers: HeaderMap, body: Body) -> Response {
    let Some(form) = Form::of(&headers) else {
        return unknown_form();
    };
    match request(form, &headers, body).await {
        Ok(request) => form.answer(StatusCode::OK, &partial_success(shared.receive(request))),
        Err(problem) => form.answer(problem.status, &Refusal::from(problem)),
    }
}

async fn metrics(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    shared.is_not_shown("metrics, such as the percentiles of a service,");
    taken(&headers)
}

async fn logs(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    shared.is_not_shown("logs");
    taken(&headers)
}

/// That all is well; the answer to metrics and to logs has the same empty form.
fn taken(headers: &HeaderMap) -> Response {
    match Form::of(headers) {
        Some(form) => form.answer(StatusCode::OK, &ExportTraceServiceResponse::default()),
        None => unknown_form(),
    }
}

/// The answer to spans; what was not taken is said.
pub(super) fn partial_success(received: Received) -> ExportTraceServiceResponse {
    let partial_success = received.reason.map(|reason| ExportTracePartialSuccess {
        rejected_spans: i64::try_from(received.refused).unwrap_or(i64::MAX),
        error_message: reason.to_owned(),
    });
    ExportTraceServiceResponse { partial_success }
}

/// How messages are written.
#[derive(Debug, Clone, Copy)]
enum Form {
    Protobuf,
    Json,
}

impl Form {
    fn of(headers: &HeaderMap) -> Option<Self> {
        let kind = headers.get(CONTENT_TYPE)?.to_str().ok()?;
        let kind = kind.split(';').next().unwrap_or_default().trim();
        match kind.to_ascii_lowercase().as_str() {
            "application/x-protobuf" => Some(Self::Protobuf),
            "application/json" => Some(Self::Json),
            _ => None,
        }
    }

    fn answer(self, status: StatusCode, message: &(impl Message + Serialize)) -> Response {
        match self {
            Self::Protobuf => {
                let kind = [(CONTENT_TYPE, "application/x-protobuf")];
                (status, kind, message.encode_to_vec()).into_response()
            }
            Self::Json => (status, axum::Json(message)).into_response(),
        }
    }
}

fn unknown_form() -> Response {
    let message = "OTLP/HTTP comes as `application/x-protobuf` or `application/json`; OTLP over gRPC has a port of its own.\n";
    (StatusCode::UNSUPPORTED_MEDIA_TYPE, message).into_response()
}

/// Why a request is not taken.
#[derive(Debug)]
struct Problem {
    status: StatusCode,
    message: String,
}

fn problem(status: StatusCode, message: impl Into<String>) -> Problem {
    let message = message.into();
    Problem { status, message }
}

/// A `google.rpc.Status`, which OTLP asks for: <https://opentelemetry.io/docs/specs/otlp/#failures-1>.
#[derive(Clone, PartialEq, Message, Serialize)]
struct Refusal {
    #[prost(int32, tag = "1")]
    code: i32,
    #[prost(string, tag = "2")]
    message: String,
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        let code = match problem.status {
            StatusCode::PAYLOAD_TOO_LARGE => tonic::Code::ResourceExhausted,
            StatusCode::REQUEST_TIMEOUT => tonic::Code::DeadlineExceeded,
            _ => tonic::Code::InvalidArgument,
        };
        Self {
            code: code.into(),
            message: problem.message,
        }
    }
}

async fn request(
    form: Form,
    headers: &HeaderMap,
    body: Body,
) -> Result<ExportTraceServiceRequest, Problem> {
    let read = tokio::time::timeout(PATIENCE, to_bytes(body, LARGEST));
    let late = |_| {
        problem(
            StatusCode::REQUEST_TIMEOUT,
            "the request did not arrive in 30 seconds",
        )
    };
    let body = read.await.map_err(late)?.map_err(|_| too_large())?;
    let body = match header(headers, &CONTENT_ENCODING) {
        "" | "identity" => body.to_vec(),
        "gzip" => unpacked(&body)?,
        other => {
            let message = format!("content-encoding `{other}` is not known here; gzip is");
            return Err(problem(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
        }
    };
    let unreadable = |error: &dyn std::fmt::Display| {
        let message = format!("the request is no ExportTraceServiceRequest: {error}");
        problem(StatusCode::BAD_REQUEST, message)
    };
    match form {
        Form::Protobuf => {
            ExportTraceServiceRequest::decode(body.as_slice()).map_err(|it| unreadable(&it))
        }
        Form::Json => serde_json::from_slice(&body).map_err(|it| unreadable(&it)),
    }
}

fn header<'a>(headers: &'a HeaderMap, name: &HeaderName) -> &'a str {
    let value = headers.get(name).and_then(|it| it.to_str().ok());
    value.unwrap_or_default().trim()
}

fn unpacked(body: &[u8]) -> Result<Vec<u8>, Problem> {
    let mut unpacked = Vec::new();
    let most = u64::try_from(LARGEST).unwrap_or(u64::MAX);
    let read = MultiGzDecoder::new(body)
        .take(most + 1)
        .read_to_end(&mut unpacked);
    match read {
        Ok(_) if unpacked.len() > LARGEST => Err(too_large()),
        Ok(_) => Ok(unpacked),
        Err(error) => Err(no_gzip(&error)),
    }
}

fn no_gzip(error: &io::Error) -> Problem {
    problem(
        StatusCode::BAD_REQUEST,
        format!("the body is not gzip: {error}"),
    )
}

fn too_large() -> Problem {
    problem(
        StatusCode::PAYLOAD_TOO_LARGE,
        "the request is larger than 20 MiB, or its connection ended",
    )
}
