//! [`layer`], for a router: each request is a span that continues its caller's trace and is named by its route.

mod body;
mod open;
mod response;

use std::task::{Context, Poll};

use axum::extract::MatchedPath;
use http::{Request, Response};
use http_body::Body;
use tower::{Layer, Service};
use tracing::Span;
use tracing::field::Empty;

use crate::method;
use crate::propagation;

pub use body::ResponseBody;
pub use response::ResponseFuture;

use open::Open;

/// A layer for `Router::layer`, after the routes.
///
/// The span is the caller's child where the request's headers name a trace. It is called `GET /score/{address_id}`: the
/// path itself may hold what must not be recorded, and is not.
///
/// The status of the answer says whether the request failed: one from 500 on is an error of the service; one from 400 on is the
/// caller's, and an error of the span only where `TELEMETRY_HTTP_ERRORS` or
/// [`Builder::with_http_errors`](crate::Builder::with_http_errors) says so. Errors of functions within are those of their own
/// spans. A panic is an error, and so is a body that fails.
///
/// The request ends when its body does. `telemetry.head_ms` says how long the head took. One that is dropped before, because the
/// client went away or a timeout ended it, is marked with `telemetry.cancelled`.
///
/// ```
/// use axum::{Router, routing::get};
///
/// let app: Router = Router::new()
///     .route("/score/{address_id}", get(|| async { "20.5" }))
///     .layer(scorer_instrument::axum::layer());
/// ```
pub fn layer() -> TelemetryLayer {
    TelemetryLayer(())
}

/// Made by [`layer`].
#[derive(Clone, Copy, Debug)]
pub struct TelemetryLayer(());

impl<S> Layer<S> for TelemetryLayer {
    type Service = TelemetryService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        TelemetryService { inner }
    }
}

/// A service whose requests are spans.
#[derive(Clone, Debug)]
pub struct TelemetryService<S> {
    inner: S,
}

impl<S, B, C> Service<Request<B>> for TelemetryService<S>
where
    S: Service<Request<B>, Response = Response<C>>,
    C: Body,
{
    type Response = Response<ResponseBody<C>>;
    type Error = S::Error;
    type Future = ResponseFuture<S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let mut open = Some(open(&request));
        let inner = open::within(&mut open, || self.inner.call(request));
        ResponseFuture::new(inner, open)
    }
}

/// Opens the span of a request.
fn open<B>(request: &Request<B>) -> Open {
    let method = method::recorded(request.method());
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map(MatchedPath::as_str);
    #[cfg(feature = "lambda")]
    if let Some(invocation) = crate::lambda::invocation() {
        // One request is one span of a server: that of the function, which its caller's trace has led to already.
        invocation.record("http.request.method", method.method);
        invocation.record("http.request.method_original", method.original);
        invocation.record("http.route", route);
        return Open::within_another(invocation, request.method());
    }
    Open::new(span(method, route, request.headers()), request.method())
}

fn span(method: method::Recorded<'_>, route: Option<&str>, headers: &http::HeaderMap) -> Span {
    let name = route.map(|route| format!("{} {route}", method.in_name()));
    let _caller = propagation::continue_trace(headers);
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
