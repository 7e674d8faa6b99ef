//! What the layer of a server knows of its request, told to the request's span: its answer, its end, a panic.

use std::any::Any;
use std::time::Instant;

use tracing::Span;
use tracing_subscriber::Registry;
use tracing_subscriber::registry::LookupSpan as _;

use super::pipeline::Pipeline;
use super::state::SpanState;
use super::unwinding;

/// The head of an answer is there. Whether its status is an error, as the team decides it.
pub(crate) fn answer(span: &Span, status: http::StatusCode) -> bool {
    let told = with(span, |pipeline, state| {
        let is_error = pipeline.http_errors.include(status);
        state.outcome.answer(is_error);
        is_error
    });
    told.unwrap_or_else(|| status.is_server_error())
}

/// A body follows: the head took until now.
pub(crate) fn head(span: &Span) {
    with(span, |_, state| state.head = Some(state.started.elapsed()));
}

/// The request has ended, whoever still has a handle of its span, or is in it.
pub(crate) fn end(span: &Span) {
    with(span, |_, state| state.ended = Some(Instant::now()));
}

/// A panic leaves the request.
pub(crate) fn panicked(span: &Span, payload: &(dyn Any + Send)) {
    let message = unwinding::message(payload);
    span.with_subscriber(|(id, dispatch)| {
        let pipeline = dispatch.downcast_ref::<Pipeline>()?;
        // Not under the lock, as all that takes its time.
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
