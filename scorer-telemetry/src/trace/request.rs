//! What the layer of a server knows of its request, told to the request's span: its answer, its end, a panic.

use std::any::Any;
use std::time::Instant;

use tracing::Span;
use tracing_subscriber::Registry;
use tracing_subscriber::registry::LookupSpan as _;

use crate::config::http_errors::HttpErrors;

use super::pipeline::Pipeline;
use super::state::SpanState;
use super::unwinding;

/// The status of an answer is there. Whether it is an error, as the team decides it; nothing where no telemetry runs.
pub(crate) fn answer(span: &Span, is_error: impl FnOnce(HttpErrors) -> bool) -> Option<bool> {
    with(span, |pipeline, state| {
        let is_error = is_error(pipeline.http_errors);
        state.outcome.answer(is_error);
        is_error
    })
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
