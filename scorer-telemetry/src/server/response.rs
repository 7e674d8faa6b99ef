//! The response to a request that is a span.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::Response;
use http_body::Body;
use pin_project_lite::pin_project;

use super::body::ResponseBody;
use super::open::{self, Open};

pin_project! {
    /// The response to a request that is a span.
    #[derive(Debug)]
    pub struct ResponseFuture<F> {
        #[pin]
        inner: Option<F>,
        open: Option<Open>,
    }

    impl<F> PinnedDrop for ResponseFuture<F> {
        fn drop(this: Pin<&mut Self>) {
            let mut this = this.project();
            if let Some(open) = this.open.take() {
                open.abandon(|| this.inner.set(None));
            }
        }
    }
}

impl<F> ResponseFuture<F> {
    pub(super) fn new(inner: F, open: Option<Open>) -> Self {
        Self {
            inner: Some(inner),
            open,
        }
    }
}

impl<F, C, E> Future for ResponseFuture<F>
where
    F: Future<Output = Result<Response<C>, E>>,
    C: Body,
{
    type Output = Result<Response<ResponseBody<C>>, E>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        let result = open::within(this.open, || {
            let inner = this.inner.as_mut().as_pin_mut();
            let poll = || inner.map_or(Poll::Pending, |inner| inner.poll(context));
            // A panic continues below, so no code sees a state that it has left inconsistent.
            let result = catch_unwind(AssertUnwindSafe(poll));
            if !matches!(result, Ok(Poll::Pending)) {
                // Values that the handler still holds are dropped within its span, and its span ends before the
                // request's.
                this.inner.set(None);
            }
            result.unwrap_or_else(|payload| resume_unwind(payload))
        });
        let open = this.open;
        Poll::Ready(match ready!(result) {
            Ok(response) => {
                let (head, body) = response.into_parts();
                let request = open
                    .take()
                    .and_then(|it| it.head(&head, body.is_end_stream()));
                let body = ResponseBody::new(body, request, &head.headers);
                Ok(Response::from_parts(head, body))
            }
            Err(error) => {
                if let Some(open) = open.take() {
                    open.fail("service");
                }
                Err(error)
            }
        })
    }
}
