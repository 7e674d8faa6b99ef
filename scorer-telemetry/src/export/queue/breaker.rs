//! Decides when to skip a collector that does not answer, so that most invocations need not wait for it.

use std::time::{Duration, Instant};

/// After this many failed flushes in a row, flushes are skipped.
const FAILURES: u32 = 3;

/// The first pause. After each failure the next pause is twice as long.
const FIRST: Duration = Duration::from_secs(1);

/// The longest pause is the first one doubled this many times: 64 seconds and 64 flushes.
const DOUBLINGS: u32 = 6;

/// A circuit breaker: closed while flushes succeed, open after failures, and tried again after pauses that grow.
///
/// A pause is over when its time has passed and as many flushes were skipped as it has seconds. By time alone, every
/// invocation of a function that is called once a minute would wait for a collector that is gone. By a count alone, a
/// busy function would wait most of the time.
#[derive(Debug, Default)]
pub(super) struct Breaker {
    /// How many flushes failed in a row.
    failures: u32,
    pause: Option<Pause>,
}

#[derive(Debug)]
struct Pause {
    since: Instant,
    skipped: u32,
}

impl Breaker {
    /// Whether a flush may be tried. If not, it is counted as skipped.
    pub(super) fn admits(&mut self, now: Instant) -> bool {
        let length = self.length();
        let Some(pause) = &mut self.pause else {
            return true;
        };
        let over =
            now.saturating_duration_since(pause.since) >= FIRST * length && pause.skipped >= length;
        if !over {
            pause.skipped = pause.skipped.saturating_add(1);
        }
        over
    }

    pub(super) fn succeeded(&mut self) {
        *self = Self::default();
    }

    /// Notes a failure. Returns whether it opened the closed breaker.
    pub(super) fn failed(&mut self, now: Instant) -> bool {
        self.failures = self.failures.saturating_add(1);
        let was_closed = self.pause.is_none();
        if self.failures >= FAILURES {
            self.pause = Some(Pause {
                since: now,
                skipped: 0,
            });
        }
        was_closed && self.pause.is_some()
    }

    /// The length of the pause, in seconds and in flushes.
    fn length(&self) -> u32 {
        1 << self.failures.saturating_sub(FAILURES).min(DOUBLINGS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many flushes are skipped before the next one is tried, with this time between two.
    fn skipped(breaker: &mut Breaker, now: &mut Instant, between: Duration) -> u32 {
        let mut count = 0;
        loop {
            *now += between;
            if breaker.admits(*now) {
                return count;
            }
            count += 1;
        }
    }

    #[test]
    fn three_failures_in_a_row_open_it() {
        let (mut breaker, now) = (Breaker::default(), Instant::now());
        for opened in [false, false, true] {
            assert!(breaker.admits(now));
            assert_eq!(breaker.failed(now), opened);
        }
        assert!(!breaker.admits(now));
    }

    #[test]
    fn a_success_in_between_starts_the_count_anew() {
        let (mut breaker, now) = (Breaker::default(), Instant::now());
        breaker.failed(now);
        breaker.failed(now);
        breaker.succeeded();
        breaker.failed(now);
        breaker.failed(now);
        assert!(breaker.admits(now));
    }

    #[test]
    fn a_rare_function_skips_twice_as_many_each_time() {
        let (mut breaker, mut now) = (Breaker::default(), Instant::now());
        let minute = Duration::from_secs(60);
        for _ in 0..FAILURES {
            breaker.failed(now);
        }
        for expected in [1, 2, 4, 8, 16, 32, 64, 64] {
            assert_eq!(skipped(&mut breaker, &mut now, minute), expected);
            assert!(!breaker.failed(now), "it was open before");
        }
    }

    #[test]
    fn a_busy_function_pauses_twice_as_long_each_time() {
        let (mut breaker, mut now) = (Breaker::default(), Instant::now());
        for _ in 0..FAILURES {
            breaker.failed(now);
        }
        for seconds in [1, 2, 4, 8, 16, 32, 64, 64] {
            let skipped = skipped(&mut breaker, &mut now, Duration::from_millis(10));
            assert_eq!(skipped, seconds * 100 - 1);
            breaker.failed(now);
        }
    }

    #[test]
    fn one_success_closes_it() {
        let (mut breaker, mut now) = (Breaker::default(), Instant::now());
        for _ in 0..10 {
            breaker.failed(now);
        }
        skipped(&mut breaker, &mut now, Duration::from_secs(100));
        breaker.succeeded();
        assert!(breaker.admits(now));
        assert!(!breaker.failed(now));
        assert!(breaker.admits(now));
    }
}
