//! What a server's layer reports to the span of a request: the response, the end, a panic.

use std::any::Any;
use std::time::Instant;

use tracing::Span;
use tracing_subscriber::Registry;
use tracing_subscriber::registry::LookupSpan as _;

use crate::config::http_errors::HttpErrors;

use super::pipeline::Pipeline;
use super::state::SpanState;
use super::unwinding;

/// Records that the status of the response is known. `is_error` says whether it is an error under the team's setting.
/// Returns `None` if no telemetry runs.
pub(crate) fn answer(span: &Span, is_error: impl FnOnce(HttpErrors) -> bool) -> Option<bool> {
    with(span, |pipeline, state| {
        let is_error = is_error(pipeline.http_errors);
        state.outcome.answer(is_error);
        is_error
    })
}

/// Records that a body follows, so the head took until now.
pub(crate) fn head(span: &Span) {
    with(span, |_, state| state.head = Some(state.started.elapsed()));
}

/// Records that the request has ended, even if something still holds the span or is in it.
pub(crate) fn end(span: &Span) {
    with(span, |_, state| state.ended = Some(Instant::now()));
}

/// Records that the request ends with a panic.
pub(crate) fn panicked(span: &Span, payload: &(dyn Any + Send)) {
    let message = unwinding::message(payload);
    span.with_subscriber(|(id, dispatch)| {
        let pipeline = dispatch.downcast_ref::<Pipeline>()?;
        // Redacted outside the lock, as everything that takes time.
        let message = message.map(|it| pipeline.redactor.text(it).into_owned());
        let span = dispatch.downcast_ref::<Registry>()?.span(id)?;
        let mut extensions = span.extensions_mut();
        pipeline.panicked(extensions.get_mut::<SpanState>()?, message);
        Some(())
    });
}

fn with<T>(span: &Span, change: impl FnOnce(&Pipeline, &mut SpanState) -> T) -> Option<T> {
    span.with_subscriber(|(id, dispatch)| {
        let pipeline = dispatch.downcast_ref::<Pipeline>()?;
        let span = dispatch.downcast_ref::<Registry>()?.span(id)?;
        let mut extensions = span.extensions_mut();
        Some(change(pipeline, extensions.get_mut::<SpanState>()?))
    })
    .flatten()
}
