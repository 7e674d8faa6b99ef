//! What all invocations of one process have in common, and the export after each.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use crate::export::queue::Queue;
use crate::trace::open::Open;

use super::start::Start;

/// What is left of an invocation's time for its own end: one that does not end in time is an error for its caller.
const RESERVE: Duration = Duration::from_millis(50);

/// How long a span may stay open after its response: a database's thread lets go of it a little later.
const GRACE: Duration = Duration::from_millis(20);

/// What all invocations of the process have in common.
#[derive(Debug)]
pub(super) struct Process {
    /// What to flush after each invocation, and how long at most; nothing where the process is not frozen.
    pub(super) flush: Option<(Queue, Duration)>,
    /// Which requests have not ended.
    pub(super) open: Arc<Open>,
    pub(super) start: Start,
    /// Whether a caller's trace is followed that is not sampled. Where X-Ray is off every invocation says so.
    pub(super) follows_all: bool,
}

impl Process {
    /// Begins to flush, where there is something to wait for.
    pub(super) fn flush(&self, open: usize, deadline: SystemTime) -> Option<JoinHandle<()>> {
        let (queue, bound) = self.flush.as_ref()?;
        let bound = remaining(deadline).min(*bound);
        let is_closed = self.open.count() <= open;
        if bound.is_zero() || (is_closed && queue.is_empty()) || !queue.admits_a_flush() {
            return None;
        }
        let (queue, spans) = (queue.clone(), Arc::clone(&self.open));
        let flush = move || {
            let began = Instant::now();
            spans.wait_for(open, bound.min(GRACE));
            let bound = bound.saturating_sub(began.elapsed());
            // What it has to say stands in the log and in the counts.
            let _: Result<(), String> = queue.flush_unless_away(bound);
        };
        match Handle::try_current() {
            Ok(handle) => Some(handle.spawn_blocking(flush)),
            Err(_) => {
                flush();
                None
            }
        }
    }
}

/// What an invocation has left for its export.
fn remaining(deadline: SystemTime) -> Duration {
    if deadline == SystemTime::UNIX_EPOCH {
        return Duration::MAX;
    }
    let remaining = deadline.duration_since(SystemTime::now());
    remaining.unwrap_or_default().saturating_sub(RESERVE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invocation_keeps_a_little_of_its_time() {
        assert_eq!(remaining(SystemTime::UNIX_EPOCH), Duration::MAX);
        assert_eq!(remaining(SystemTime::now()), Duration::ZERO);
        let hour = Duration::from_secs(60 * 60);
        assert!(remaining(SystemTime::now() + hour) <= hour.saturating_sub(RESERVE));
    }
}
