//! What has to be known about an open span before its data is locked.

use tracing_subscriber::registry::{LookupSpan, SpanRef};

use crate::trace::state::SpanState;

/// What has to be known about a span before values are printed for it.
#[derive(Clone, Copy)]
pub(super) struct Known {
    /// Whether its request is or may be exported.
    pub(super) is_recorded: bool,
    /// Whether the span itself is built. A span that exists only for the log is not.
    pub(super) is_built: bool,
    /// Whether the span exists only for the log.
    pub(super) is_transparent: bool,
}

/// Returns `None` if a span is not known here. The lock is released when this returns.
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
