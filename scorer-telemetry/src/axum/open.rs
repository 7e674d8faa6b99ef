//! A request that has not ended: its span, and how it ends.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use http::{Method, StatusCode};
use tracing::Span;

use crate::trace::attributes::CANCELLED;
use crate::trace::request;

/// A request that has not ended. Dropping it ends nothing but its handle of the span.
#[derive(Debug)]
pub(super) struct Open {
    span: Span,
    /// Whether the span is this request's alone; on Lambda it is the invocation's.
    is_own: bool,
    is_head: bool,
    is_connect: bool,
}

impl Open {
    pub(super) fn new(span: Span, method: &Method) -> Self {
        Self {
            span,
            is_own: true,
            is_head: method == Method::HEAD,
            is_connect: method == Method::CONNECT,
        }
    }

    /// A request whose span is that of what it came in.
    #[cfg(feature = "lambda")]
    pub(super) fn within_another(span: Span, method: &Method) -> Self {
        Self {
            is_own: false,
            ..Self::new(span, method)
        }
    }

    /// The head of the answer is there. Gives the request back where a body follows.
    pub(super) fn answer(self, status: StatusCode, body_is_at_end: bool) -> Option<Self> {
        self.span
            .record("http.response.status_code", status.as_u16());
        if request::answer(&self.span, status) {
            self.span.record("otel.status_code", "error");
            self.span.record("error.type", status.as_str());
        }
        if body_is_at_end || !self.sends_body(status) {
            self.end();
            return None;
        }
        request::head(&self.span);
        Some(self)
    }

    /// Whether a server sends the body at all: <https://www.rfc-editor.org/rfc/rfc9110#section-6.4.1>.
    fn sends_body(&self, status: StatusCode) -> bool {
        let has_none = self.is_head
            || self.is_connect && status.is_success()
            || status.is_informational()
            || status == StatusCode::NO_CONTENT
            || status == StatusCode::NOT_MODIFIED;
        !has_none
    }

    /// The answer, or the rest of it, will not come.
    pub(super) fn fail(self, kind: &'static str) {
        self.span.record("otel.status_code", "error");
        self.span.record("error.type", kind);
        self.end();
    }

    pub(super) fn end(self) {
        if self.is_own {
            request::end(&self.span);
        }
    }

    /// The work is dropped before it has ended.
    pub(super) fn abandon(self, work: impl FnOnce()) {
        if self.is_own {
            self.span.record(CANCELLED, true);
        }
        self.span.in_scope(work);
        self.end();
    }
}

/// Does a part of a request's work in its span. A panic of it is an error of the request, which ends with it.
pub(super) fn within<T>(open: &mut Option<Open>, work: impl FnOnce() -> T) -> T {
    let Some(request) = open else {
        return work();
    };
    let result = request.span.in_scope(|| {
        // The panic goes on from here, so nobody sees what it has left half done.
        catch_unwind(AssertUnwindSafe(work))
            .inspect_err(|payload| request::panicked(&request.span, &**payload))
    });
    result.unwrap_or_else(|payload| {
        *open = None;
        resume_unwind(payload)
    })
}
