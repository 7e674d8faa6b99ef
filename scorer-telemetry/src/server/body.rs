//! The body of a response. The request ends when the body does.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Buf as _;
use http::HeaderMap;
use http::header::CONTENT_LENGTH;
use http_body::{Body, Frame, SizeHint};
use pin_project_lite::pin_project;

use super::open::{self, Open};

pin_project! {
    /// The body of a response whose request is a span. Its content and its size are those of the inner body.
    #[derive(Debug)]
    pub struct ResponseBody<C> {
        #[pin]
        inner: Option<C>,
        open: Option<Open>,
        // How many bytes are left, if that is known. A server reads no further than the announced length.
        remaining: Option<u64>,
    }

    impl<C> PinnedDrop for ResponseBody<C> {
        fn drop(this: Pin<&mut Self>) {
            let mut this = this.project();
            if let Some(open) = this.open.take() {
                open.abandon(|| this.inner.set(None));
            }
        }
    }
}

impl<C: Body> ResponseBody<C> {
    pub(super) fn new(inner: C, open: Option<Open>, headers: &HeaderMap) -> Self {
        let announced = || {
            let length = headers.get(CONTENT_LENGTH)?;
            length.to_str().ok()?.parse().ok()
        };
        let remaining = inner.size_hint().exact().or_else(announced);
        Self {
            inner: Some(inner),
            open,
            remaining,
        }
    }
}

/// The body of a response without a request. Layers around this one use it when they respond by themselves.
impl<C: Default> Default for ResponseBody<C> {
    fn default() -> Self {
        Self {
            inner: Some(C::default()),
            open: None,
            remaining: None,
        }
    }
}

impl<C: Body> Body for ResponseBody<C> {
    type Data = C::Data;
    type Error = C::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<C::Data>, C::Error>>> {
        let mut this = self.project();
        let Some(mut inner) = this.inner.as_mut().as_pin_mut() else {
            return Poll::Ready(None);
        };
        let frame = ready!(open::within(this.open, || inner
            .as_mut()
            .poll_frame(context)));
        let is_last = match &frame {
            None => true,
            Some(Ok(frame)) => {
                if let (Some(data), Some(remaining)) = (frame.data_ref(), &mut *this.remaining) {
                    *remaining = remaining.saturating_sub(data.remaining() as u64);
                }
                #[cfg(feature = "tonic")]
                if let (Some(trailers), Some(open)) = (frame.trailers_ref(), this.open.as_mut()) {
                    open.trailers(trailers);
                }
                frame.is_trailers() || *this.remaining == Some(0) || inner.is_end_stream()
            }
            Some(Err(_)) => {
                if let Some(open) = this.open.take() {
                    open.fail("body");
                }
                true
            }
        };
        if is_last {
            if let Some(open) = this.open.take() {
                open.end();
            }
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.inner
            .as_ref()
            .map_or_else(|| SizeHint::with_exact(0), Body::size_hint)
    }
}
