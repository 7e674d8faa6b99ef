//! The limits on what is kept and sent.

use std::time::Duration;

/// The limits on what is kept and sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limits {
    /// The limit for the text of a span, in bytes. Lines of the log have a limit of their own.
    pub(crate) value_bytes: usize,
    pub(crate) attributes: usize,
    pub(crate) events: usize,
    pub(crate) links: usize,
}

/// The batches of the exporter's thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Batches {
    pub(crate) queue: usize,
    pub(crate) size: usize,
    pub(crate) delay: Duration,
}
