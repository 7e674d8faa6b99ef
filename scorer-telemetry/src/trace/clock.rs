//! Times of day without a system call for each. A span reads the monotonic clock anyway, and the time of day is
//! computed from that.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// The difference in nanoseconds from which on the system's clock counts as changed.
const DRIFT: u64 = 20_000_000;

/// The time of day when a request last began. If the system's clock is changed, later requests use the new time.
#[derive(Debug)]
pub(crate) struct Clock {
    base: Instant,
    /// The time of day at the base, in nanoseconds.
    offset: AtomicU64,
}

impl Default for Clock {
    fn default() -> Self {
        let clock = Self {
            base: Instant::now(),
            offset: AtomicU64::new(0),
        };
        clock.set(clock.base);
        clock
    }
}

impl Clock {
    /// Reads the time of day. `now` was read just before.
    ///
    /// Differences up to [`DRIFT`] are ignored. So the times within one request stay in order, even if another request
    /// begins meanwhile, or a thread is delayed between reading the two clocks.
    pub(super) fn set(&self, now: Instant) {
        let since_base = now.saturating_duration_since(self.base);
        let time = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let offset = time.saturating_sub(since_base).as_nanos();
        let offset = u64::try_from(offset).unwrap_or(u64::MAX);
        if self.offset.load(Ordering::Relaxed).abs_diff(offset) > DRIFT {
            self.offset.store(offset, Ordering::Relaxed);
        }
    }

    /// Returns the time of day at a moment after the base.
    pub(super) fn at(&self, moment: Instant) -> SystemTime {
        let offset = Duration::from_nanos(self.offset.load(Ordering::Relaxed));
        UNIX_EPOCH + offset + moment.saturating_duration_since(self.base)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_told_as_the_clock_tells_it() {
        let clock = Clock::default();
        let before = SystemTime::now();
        let moment = Instant::now();
        clock.set(moment);
        let after = SystemTime::now();
        let told = clock.at(moment);
        let drift = Duration::from_nanos(DRIFT);
        assert!((before - drift..=after + drift).contains(&told));
        // The start of another request changes nothing.
        clock.set(Instant::now());
        assert_eq!(clock.at(moment), told);
        let later = moment + Duration::from_secs(5);
        assert_eq!(clock.at(later), clock.at(moment) + Duration::from_secs(5));
    }
}
