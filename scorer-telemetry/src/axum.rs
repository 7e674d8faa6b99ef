//! [`layer`], for a router: each request is a span that continues its caller's trace and is named by its route.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::extract::MatchedPath;
use http::{Request, Response};
use pin_project_lite::pin_project;
use tower::{Layer, Service};
use tracing::field::Empty;
use tracing::instrument::Instrumented;
use tracing::{Instrument as _, Span};

use crate::method::method;
use crate::propagation;

/// A layer for `Router::layer`, after the routes.
///
/// The span is the caller's child where the request's headers name a trace. It is called `GET /score/{address_id}`: the
/// path itself may hold what must not be recorded, and is not. A status from 500 on is an error of the service; one from
/// 400 on is the caller's, and none of the span.
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
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = ResponseFuture<S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let span = span(&request);
        let inner = span.in_scope(|| self.inner.call(request)).instrument(span);
        ResponseFuture { inner }
    }
}

fn span<B>(request: &Request<B>) -> Span {
    let method = method(request.method());
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map(MatchedPath::as_str);
    #[cfg(feature = "lambda")]
    if let Some(invocation) = crate::lambda::invocation() {
        // One request is one span of a server: that of the function, which its caller's trace has led to already.
        invocation.record("http.request.method", method);
        invocation.record("http.route", route);
        return invocation;
    }
    let _caller = propagation::continue_trace(request.headers());
    let span = tracing::info_span!(
        "request",
        otel.name = Empty,
        otel.kind = "server",
        otel.status_code = Empty,
        http.request.method = method,
        http.route = route,
        http.response.status_code = Empty,
        error.r#type = Empty,
    );
    if propagation::is_recorded(&span) {
        match route {
            Some(route) => span.record("otel.name", format!("{method} {route}")),
            None => span.record("otel.name", method),
        };
    }
    span
}

pin_project! {
    /// The response of a request that is a span.
    #[derive(Debug)]
    pub struct ResponseFuture<F> {
        #[pin]
        inner: Instrumented<F>,
    }
}

impl<F, C, E> Future for ResponseFuture<F>
where
    F: Future<Output = Result<Response<C>, E>>,
{
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        let result = ready!(this.inner.as_mut().poll(context));
        let span = this.inner.span();
        match &result {
            Ok(response) => {
                let status = response.status();
                span.record("http.response.status_code", status.as_u16());
                if status.is_server_error() {
                    span.record("otel.status_code", "error");
                    span.record("error.type", status.as_str());
                }
            }
            Err(_) => {
                span.record("otel.status_code", "error");
                span.record("error.type", "service");
            }
        }
        Poll::Ready(result)
    }
}
