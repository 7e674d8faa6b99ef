//! What has to be known of an open span before its data is locked.

use tracing_subscriber::registry::{LookupSpan, SpanRef};

use crate::trace::state::SpanState;

/// What has to be known of a span before values are printed for it.
#[derive(Clone, Copy)]
pub(super) struct Known {
    /// Whether its request is exported, or may be.
    pub(super) is_recorded: bool,
    /// Whether the span itself is built: one for the logs alone is not.
    pub(super) is_built: bool,
    /// Whether it is a span for the logs alone.
    pub(super) is_transparent: bool,
}

/// None where a span is not known here. The lock is free again when this returns.
pub(super) fn known<'a, R>(span: &SpanRef<'a, R>) -> Option<Known>
where
    R: LookupSpan<'a>,
{
    let extensions = span.extensions();
    let state = extensions.get::<SpanState>()?;
    Some(Known {
        is_recorded: state.is_recorded(),
        is_built: state.recording.is_some(),
        is_transparent: state.transparent,
    })
}
