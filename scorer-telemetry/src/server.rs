//! Requests of servers as spans: the layer behind [`crate::axum`] and [`crate::tonic`]. The two differ in how a request
//! is named and in how its response is read.

mod body;
#[cfg(feature = "tonic")]
mod grpc;
#[cfg(feature = "axum")]
mod http;
mod open;
mod response;

use std::task::{Context, Poll};

use ::http::{Request, Response};
use http_body::Body;
use tower::{Layer, Service};

pub use body::ResponseBody;
pub use response::ResponseFuture;

use open::Open;

/// A layer that makes a span for each request.
#[derive(Clone, Copy, Debug)]
pub struct TelemetryLayer(Protocol);

/// The protocol of a server's requests.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Protocol {
    #[cfg(feature = "axum")]
    Http,
    #[cfg(feature = "tonic")]
    Grpc,
}

impl TelemetryLayer {
    pub(crate) fn new(protocol: Protocol) -> Self {
        Self(protocol)
    }
}

impl<S> Layer<S> for TelemetryLayer {
    type Service = TelemetryService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        TelemetryService {
            inner,
            protocol: self.0,
        }
    }
}

/// A service whose requests become spans.
#[derive(Clone, Debug)]
pub struct TelemetryService<S> {
    inner: S,
    protocol: Protocol,
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
        let mut open = Some(self.protocol.open(&request));
        let inner = open::within(&mut open, || self.inner.call(request));
        ResponseFuture::new(inner, open)
    }
}

impl Protocol {
    /// Opens the span of a request.
    fn open<B>(self, request: &Request<B>) -> Open {
        match self {
            #[cfg(feature = "axum")]
            Self::Http => {
                let sends = http::Sends::to(request.method());
                #[cfg(feature = "lambda")]
                if let Some(invocation) = crate::lambda::invocation() {
                    // One request is one server span. Here that is the span of the Lambda function, which already
                    // continues the caller's trace.
                    http::describe(&invocation, request);
                    return Open::within_another(invocation, open::Answer::Http(sends));
                }
                Open::new(http::span(request), open::Answer::Http(sends))
            }
            #[cfg(feature = "tonic")]
            Self::Grpc => {
                let call = grpc::Call::new(request.uri());
                Open::new(grpc::span(request.headers()), open::Answer::Grpc(call))
            }
        }
    }
}
