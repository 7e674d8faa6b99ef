//! A request that has not ended: its span, and the ways in which it ends.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

#[cfg(feature = "tonic")]
use http::HeaderMap;
use http::response::Parts;
use tracing::Span;

use crate::trace::attributes::CANCELLED;
use crate::trace::request;

#[cfg(feature = "tonic")]
use super::grpc::Call;
#[cfg(feature = "axum")]
use super::http::{self as plain, Sends};

/// A request that has not ended. Dropping it only drops its handle of the span.
#[derive(Debug)]
pub(super) struct Open {
    span: Span,
    answer: Answer,
    /// Whether the span belongs to this request alone. On Lambda it belongs to the invocation.
    is_own: bool,
}

/// The part of the response that decides how the request ended: the head over HTTP, the trailers in gRPC.
#[derive(Debug)]
pub(super) enum Answer {
    #[cfg(feature = "axum")]
    Http(Sends),
    #[cfg(feature = "tonic")]
    Grpc(Call),
}

impl Open {
    pub(super) fn new(span: Span, answer: Answer) -> Self {
        Self {
            span,
            answer,
            is_own: true,
        }
    }

    /// A request that uses the span of the invocation it arrived in.
    #[cfg(all(feature = "axum", feature = "lambda"))]
    pub(super) fn within_another(span: Span, answer: Answer) -> Self {
        Self {
            is_own: false,
            ..Self::new(span, answer)
        }
    }

    /// Handles the head of the response. Returns the request if a body follows.
    pub(super) fn head(mut self, head: &Parts, body_is_at_end: bool) -> Option<Self> {
        let sends_body = match &mut self.answer {
            #[cfg(feature = "axum")]
            Answer::Http(sends) => {
                plain::answered(&self.span, head.status);
                sends.body(head.status)
            }
            #[cfg(feature = "tonic")]
            Answer::Grpc(call) => {
                call.head(&self.span, head);
                true
            }
        };
        if body_is_at_end || !sends_body {
            self.end();
            return None;
        }
        request::head(&self.span);
        Some(self)
    }

    /// Handles the trailers, which follow the body.
    #[cfg(feature = "tonic")]
    pub(super) fn trailers(&mut self, trailers: &HeaderMap) {
        match &mut self.answer {
            #[cfg(feature = "axum")]
            Answer::Http(_) => {}
            Answer::Grpc(call) => call.trailers(&self.span, trailers),
        }
    }

    /// Ends the request as failed, because the response or the rest of it will not come.
    pub(super) fn fail(self, kind: &'static str) {
        self.describe();
        self.span.record("otel.status_code", "error");
        self.span.record("error.type", kind);
        self.close();
    }

    /// Ends the request after a complete response.
    pub(super) fn end(self) {
        match &self.answer {
            #[cfg(feature = "axum")]
            Answer::Http(_) => {}
            #[cfg(feature = "tonic")]
            Answer::Grpc(call) => call.end(&self.span),
        }
        self.close();
    }

    /// Ends the request because its work is dropped before it has ended.
    pub(super) fn abandon(self, work: impl FnOnce()) {
        self.describe();
        if self.is_own {
            self.span.record(CANCELLED, true);
        }
        self.span.in_scope(work);
        self.close();
    }

    /// Records what the request is, if only the response would have told.
    fn describe(&self) {
        match &self.answer {
            #[cfg(feature = "axum")]
            Answer::Http(_) => {}
            #[cfg(feature = "tonic")]
            Answer::Grpc(call) => call.describe(&self.span),
        }
    }

    fn close(self) {
        if self.is_own {
            request::end(&self.span);
        }
    }
}

/// Does a part of a request's work in its span. A panic is an error of the request and ends it.
pub(super) fn within<T>(open: &mut Option<Open>, work: impl FnOnce() -> T) -> T {
    let Some(request) = open else {
        return work();
    };
    let result = request.span.in_scope(|| {
        // The panic continues after this, so no code sees a state that it has left inconsistent.
        catch_unwind(AssertUnwindSafe(work))
            .inspect_err(|payload| request::panicked(&request.span, &**payload))
    });
    result.unwrap_or_else(|payload| {
        if let Some(request) = open.take() {
            request.describe();
        }
        resume_unwind(payload)
    })
}
