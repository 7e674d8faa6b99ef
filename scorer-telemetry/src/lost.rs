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
        let counted = |count: u64| match count {
            1 => "1 span".to_owned(),
            _ => format!("{count} spans"),
        };
        match (self.dropped, self.failed) {
            (0, 0) => f.write_str("no span is lost so far"),
            (dropped, 0) => write!(
                f,
                "lost so far: {} for lack of room or time",
                counted(dropped)
            ),
            (0, failed) => write!(
                f,
                "lost so far: {} that no collector accepted",
                counted(failed)
            ),
            (dropped, failed) => write!(
                f,
                "lost so far: {} for lack of room or time, and {} that no collector accepted",
                counted(dropped),
                counted(failed)
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_lost_is_named() {
        let said = |dropped, failed| Lost { dropped, failed }.to_string();
        assert_eq!(said(0, 0), "no span is lost so far");
        assert_eq!(said(0, 1), "lost so far: 1 span that no collector accepted");
        assert_eq!(said(2, 0), "lost so far: 2 spans for lack of room or time");
        assert_eq!(
            said(2, 1),
            "lost so far: 2 spans for lack of room or time, and 1 span that no collector accepted"
        );
    }
}
