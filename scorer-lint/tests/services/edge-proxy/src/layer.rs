//! A tower layer that follows the caller's trace and counts.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Instant;

use http::{HeaderMap, Request, Response, StatusCode};
use opentelemetry::global;
use opentelemetry::propagation::Extractor;
use pin_project_lite::pin_project;
use tower::{Layer, Service};
use tracing::{Level, Span, debug, enabled, field, info_span};
use tracing_opentelemetry::OpenTelemetrySpanExt;

#[derive(Clone, Copy, Debug, Default)]
pub struct TraceContextLayer;

impl<S> Layer<S> for TraceContextLayer {
    type Service = TraceContext<S>;

    fn layer(&self, inner: S) -> Self::Service {
        TraceContext { inner }
    }
}

#[derive(Clone, Debug)]
pub struct TraceContext<S> {
    inner: S,
}

struct Carrier<'a>(&'a HeaderMap);

impl Extractor for Carrier<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).and_then(|value| value.to_str().ok())
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(|key| key.as_str()).collect()
    }
}

impl<S, B, R> Service<Request<B>> for TraceContext<S>
where
    S: Service<Request<B>, Response = Response<R>>,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Traced<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let span = span_of(&request);
        let parent = global::get_text_map_propagator(|propagator| propagator.extract(&Carrier(request.headers())));
        span.set_parent(parent);
        if enabled!(Level::DEBUG) {
            debug!(parent: &span, headers = request.headers().len(), version = ?request.version(), "request");
        }
        let future = {
            let _entered = span.enter(); //~? manual-span
            self.inner.call(request)
        };
        Traced { future, span, started: Instant::now() }
    }
}

fn span_of<B>(request: &Request<B>) -> Span {
    info_span!(
        "proxy",
        http.request.method = %request.method(),
        url.path = request.uri().path(),
        http.response.status_code = field::Empty,
        otel.kind = "server",
    )
}

pin_project! {
    pub struct Traced<F> {
        #[pin]
        future: F,
        span: Span,
        started: Instant,
    }
}

impl<F, R, E> Future for Traced<F>
where
    F: Future<Output = Result<Response<R>, E>>,
{
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        // A guard within one poll is what `Instrumented` does.
        let _entered = this.span.enter(); //~? manual-span
        let outcome = ready!(this.future.poll(cx));
        let status = outcome.as_ref().map_or(StatusCode::BAD_GATEWAY, Response::status);
        this.span.record("http.response.status_code", status.as_u16());
        metrics::histogram!("proxy_seconds", "status" => status.as_str().to_owned()).record(this.started.elapsed().as_secs_f64());
        Poll::Ready(outcome)
    }
}
