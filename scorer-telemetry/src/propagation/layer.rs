//! [`layer`], for clients: each request carries the current trace.

use std::task::{Context, Poll};

use http::Request;
use tower::{Layer, Service};

use super::outgoing::inject;

/// Returns a layer for clients that are tower services over `http`, such as those of hyper-util and tonic's channels.
///
/// Each request carries the trace of the span in which it is sent, and the called service records that span as its
/// parent. The layer opens no span and records nothing about the request, because a URL may hold secrets.
///
/// ```
/// use scorer_instrument::propagation;
/// use tower::ServiceBuilder;
///
/// # let client = tower::service_fn(async |_: http::Request<String>| Ok::<_, std::io::Error>(()));
/// // `client` is a `hyper_util::client::legacy::Client` or a `tonic::transport::Channel`.
/// let client = ServiceBuilder::new().layer(propagation::layer()).service(client);
/// ```
pub fn layer() -> PropagationLayer {
    PropagationLayer(())
}

/// The layer that [`layer`] returns.
#[derive(Clone, Copy, Debug)]
pub struct PropagationLayer(());

impl<S> Layer<S> for PropagationLayer {
    type Service = PropagationService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        PropagationService { inner }
    }
}

/// A client whose requests carry the current trace.
#[derive(Clone, Debug)]
pub struct PropagationService<S> {
    inner: S,
}

impl<S, B> Service<Request<B>> for PropagationService<S>
where
    S: Service<Request<B>>,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        inject(request.headers_mut());
        self.inner.call(request)
    }
}
