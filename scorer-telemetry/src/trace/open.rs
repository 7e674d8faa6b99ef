//! Counts the open requests, so that a caller can wait until there is none.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Counts requests by their first spans, from start to end.
#[derive(Debug, Default)]
pub(crate) struct Open {
    count: AtomicUsize,
    /// How many threads wait. If none does, a request need not wake any.
    waiting: AtomicUsize,
    lock: Mutex<()>,
    none: Condvar,
}

impl Open {
    pub(super) fn begin(&self) {
        self.count.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn end(&self) {
        // With one order for all threads, either this one sees a waiting thread, or the waiting thread sees the new
        // count.
        self.count.fetch_sub(1, Ordering::SeqCst);
        if self.waiting.load(Ordering::SeqCst) > 0 {
            // A thread that has checked the count under the lock and is about to wait must not miss this.
            drop(self.lock.lock().unwrap_or_else(PoisonError::into_inner));
            self.none.notify_all();
        }
    }

    /// How many requests are open now.
    #[cfg(feature = "lambda")]
    pub(crate) fn count(&self) -> usize {
        self.count.load(Ordering::SeqCst)
    }

    /// Waits until no request is open. Returns whether that succeeded in time.
    pub(crate) fn wait(&self, bound: Duration) -> bool {
        self.wait_for(0, bound)
    }

    /// Waits until at most this many are open.
    pub(crate) fn wait_for(&self, most: usize, bound: Duration) -> bool {
        let deadline = Instant::now() + bound.min(FOREVER);
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let in_time = self.wait_until(most, deadline);
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        in_time
    }

    fn wait_until(&self, most: usize, deadline: Instant) -> bool {
        let mut held = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        while self.count.load(Ordering::SeqCst) > most {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            held = self
                .none
                .wait_timeout(held, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
        true
    }
}

/// A year. A longer timeout could not be added to a point in time.
const FOREVER: Duration = Duration::from_secs(365 * 24 * 60 * 60);
