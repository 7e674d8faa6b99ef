//! What did not reach the collector.

use std::fmt;

/// Spans that were recorded and did not reach the collector.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lost {
    /// Had no room in the queue or in a request's buffer, or were left when a shutdown ran out of time.
    pub dropped: u64,
    /// Were sent, and the collector did not take them, or are such as it never takes.
    pub failed: u64,
}

impl Lost {
    /// All of them.
    pub fn total(self) -> u64 {
        self.dropped.saturating_add(self.failed)
    }
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "lost so far: {} spans without room or time, {} that the collector did not take",
            self.dropped, self.failed
        )
    }
}
