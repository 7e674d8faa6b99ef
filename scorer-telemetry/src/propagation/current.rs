//! The ids of the current span.

use opentelemetry::trace::SpanContext;
use tracing::Span;
use tracing_subscriber::Registry;
use tracing_subscriber::registry::LookupSpan as _;

use crate::trace::state::{Ids, SpanState};

/// Returns the ids of the current span, or `None` outside a span. Use it to show a trace id to the user of a service.
///
/// ```
/// assert!(scorer_instrument::propagation::current().is_none());
/// ```
pub fn current() -> Option<SpanContext> {
    ids().map(|ids| ids.context())
}

pub(super) fn ids() -> Option<Ids> {
    Span::current()
        .with_subscriber(|(id, dispatch)| {
            let span = dispatch.downcast_ref::<Registry>()?.span(id)?;
            span.scope().find_map(|around| {
                let extensions = around.extensions();
                extensions.get::<SpanState>().map(|it| it.ids.clone())
            })
        })
        .flatten()
}

/// Whether anything but the span's duration is ever shown.
#[cfg(feature = "lambda")]
pub(crate) fn is_recorded(span: &Span) -> bool {
    span.with_subscriber(|(id, dispatch)| {
        let span = dispatch.downcast_ref::<Registry>()?.span(id)?;
        let extensions = span.extensions();
        Some(extensions.get::<SpanState>()?.is_recorded())
    })
    .flatten()
    .unwrap_or(false)
}
