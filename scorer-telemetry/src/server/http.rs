//! What is recorded of an HTTP request and its response.

use axum::extract::MatchedPath;
use http::{Method, Request, StatusCode};
use tracing::Span;
use tracing::field::Empty;

use crate::method;
use crate::propagation;
use crate::trace::request;

/// Opens the span of a request, named after its route.
pub(super) fn span<B>(request: &Request<B>) -> Span {
    let method = method::recorded(request.method());
    let route = route(request);
    let name = route.map(|route| format!("{} {route}", method.in_name()));
    let _caller = propagation::continue_trace(request.headers());
    tracing::info_span!(
        "request",
        otel.name = name.as_deref().unwrap_or(method.in_name()),
        otel.kind = "server",
        otel.status_code = Empty,
        http.request.method = method.method,
        http.request.method_original = method.original,
        http.route = route,
        http.response.status_code = Empty,
        error.r#type = Empty,
        telemetry.cancelled = Empty,
    )
}

/// Records a request on an existing span.
#[cfg(feature = "lambda")]
pub(super) fn describe<B>(span: &Span, request: &Request<B>) {
    let method = method::recorded(request.method());
    span.record("http.request.method", method.method);
    span.record("http.request.method_original", method.original);
    span.record("http.route", route(request));
}

fn route<B>(request: &Request<B>) -> Option<&str> {
    let matched = request.extensions().get::<MatchedPath>();
    matched.map(MatchedPath::as_str)
}

/// Records the status of a response, which decides whether the request failed.
pub(super) fn answered(span: &Span, status: StatusCode) {
    span.record("http.response.status_code", status.as_u16());
    let is_error = request::answer(span, |errors| errors.include(status));
    if is_error.unwrap_or_else(|| status.is_server_error()) {
        span.record("otel.status_code", "error");
        span.record("error.type", status.as_str());
    }
}

/// For which responses to a request a server sends the body.
#[derive(Debug)]
pub(super) struct Sends {
    is_head: bool,
    is_connect: bool,
}

impl Sends {
    pub(super) fn to(method: &Method) -> Self {
        Self {
            is_head: method == Method::HEAD,
            is_connect: method == Method::CONNECT,
        }
    }

    /// Whether a server sends the body at all: <https://www.rfc-editor.org/rfc/rfc9110#section-6.4.1>.
    pub(super) fn body(&self, status: StatusCode) -> bool {
        let has_none = self.is_head
            || self.is_connect && status.is_success()
            || status.is_informational()
            || status == StatusCode::NO_CONTENT
            || status == StatusCode::NOT_MODIFIED;
        !has_none
    }
}
