//! Whether a function has a span when an event of it is told.

use crate::analysis::beside;
use crate::rewrite::removal;
use crate::source::{Event, File, Function};

/// Whether an event stands in a span of its function: one of its attribute, or one that is opened by hand before it.
pub(super) fn has_span(file: &File, function: &Function, event: &Event) -> bool {
    removal::has_span(file, event) || beside::has_open_span(file, function, event)
}
