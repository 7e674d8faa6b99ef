//! The count of spans that did not reach the collector.

use std::fmt;

/// How many spans were recorded but did not reach the collector.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lost {
    /// Spans that did not fit into the queue or into a request's buffer, or that were left when a shutdown ran out of
    /// time.
    pub dropped: u64,
    /// Spans that were sent but not accepted by the collector, and spans that a collector never accepts.
    pub failed: u64,
}

impl Lost {
    /// Returns the sum of both.
    pub fn total(self) -> u64 {
        self.dropped.saturating_add(self.failed)
    }
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "lost so far: {} spans for lack of room or time, {} that the collector did not accept",
            self.dropped, self.failed
        )
    }
}
