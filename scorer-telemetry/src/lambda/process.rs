//! What all invocations of a process share, and the export after each of them.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use crate::export::queue::Queue;
use crate::log::Logs;
use crate::trace::open::Open;

use super::start::Start;

/// The part of an invocation's time that is kept for its end. An invocation that does not end in time is an error for
/// its caller.
const RESERVE: Duration = Duration::from_millis(50);

/// How long a span may stay open after the response. A database's thread may release it a little later.
const GRACE: Duration = Duration::from_millis(20);

/// What all invocations of the process share.
#[derive(Debug)]
pub(super) struct Process {
    /// The queue to flush after each invocation.
    pub(super) queue: Option<Queue>,
    /// How long a flush may take. `None` if the process is never frozen and nothing is flushed.
    pub(super) bound: Option<Duration>,
    /// The log, whose lines are written before the process is frozen.
    pub(super) logs: Arc<Logs>,
    /// Counts the requests that have not ended.
    pub(super) open: Arc<Open>,
    pub(super) start: Start,
    /// Whether a caller's trace is continued even if it is not sampled. If X-Ray is off, every invocation says that it
    /// is not sampled.
    pub(super) follows_all: bool,
}

impl Process {
    /// Begins a flush, if there is something to wait for.
    pub(super) fn flush(
        &self,
        open: usize,
        deadline: Option<SystemTime>,
    ) -> Option<JoinHandle<()>> {
        let bound = remaining(deadline).min(self.bound?);
        if bound.is_zero() {
            return None;
        }
        let is_closed = self.open.count() <= open;
        let queue = self.queue.clone().filter(|it| {
            let waits = !is_closed || !it.is_empty();
            waits && it.admits_a_flush()
        });
        if queue.is_none() && self.logs.is_empty() {
            return None;
        }
        let (spans, logs) = (Arc::clone(&self.open), Arc::clone(&self.logs));
        let flush = move || {
            let began = Instant::now();
            let left = || bound.saturating_sub(began.elapsed());
            if let Some(queue) = queue {
                spans.wait_for(open, bound.min(GRACE));
                // Errors are already in the log and in the counts.
                let _: Result<(), String> = queue.flush_unless_away(left());
            }
            logs.drain(left());
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

/// The time that an invocation has left for its export.
fn remaining(deadline: Option<SystemTime>) -> Duration {
    let Some(deadline) = deadline else {
        return Duration::MAX;
    };
    let remaining = deadline.duration_since(SystemTime::now());
    remaining.unwrap_or_default().saturating_sub(RESERVE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invocation_keeps_a_little_of_its_time() {
        assert_eq!(remaining(None), Duration::MAX);
        assert_eq!(remaining(Some(SystemTime::now())), Duration::ZERO);
        let hour = Duration::from_secs(60 * 60);
        assert!(remaining(Some(SystemTime::now() + hour)) <= hour.saturating_sub(RESERVE));
    }
}
