//! The history of exports: which failed, how often the batch at the front was tried, and when it is tried again.

use std::time::{Duration, Instant};

/// How often a batch is tried before others come first. Otherwise a collector that crashes on it would never receive
/// the next one.
const TRIES: u32 = 5;

/// The pause after the first failure. After each further failure in a row it is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(500);

/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// What a queue remembers of its exports.
#[derive(Debug, Default)]
pub(super) struct Attempts {
    /// How many have begun, and the number of the last one that failed.
    begun: u64,
    failed: u64,
    /// How many had begun when the last flush began.
    at_flush: u64,
    /// How often the batch at the front has failed.
    tries: u32,
    /// How many exports failed in a row.
    in_a_row: u32,
    /// Until this time, only a flush exports.
    paused: Option<Instant>,
    /// Why spans wait that were already tried. A success clears it, since nothing was lost.
    torn: Option<String>,
}

impl Attempts {
    /// Whether the last export succeeded. True if there was none.
    pub(super) fn go_well(&self) -> bool {
        self.begun == 0 || self.failed < self.begun
    }

    /// Returns a mark by which a flush tells failures of its own exports from earlier ones.
    pub(super) fn begin_flush(&mut self) -> u64 {
        self.at_flush = self.begun;
        self.begun
    }

    /// Whether an export has failed since that mark.
    pub(super) fn has_failed_since(&self, mark: u64) -> bool {
        self.failed > mark
    }

    /// Whether the last flush still waits. Its first failure ends it.
    pub(super) fn serves_a_flush(&self) -> bool {
        !self.has_failed_since(self.at_flush)
    }

    pub(super) fn begin_export(&mut self) {
        self.begun += 1;
    }

    pub(super) fn succeeded(&mut self) {
        self.tries = 0;
        self.in_a_row = 0;
        self.paused = None;
        self.torn = None;
    }

    /// Notes a failure. Exports by the clock then pause.
    pub(super) fn failed(&mut self, now: Instant) {
        self.failed = self.begun;
        let pause = FIRST_PAUSE.saturating_mul(1 << self.in_a_row.min(16));
        self.in_a_row = self.in_a_row.saturating_add(1);
        self.paused = now.checked_add(pause.min(LONGEST_PAUSE));
    }

    /// Until when exports pause, if they do.
    pub(super) fn pause(&self, now: Instant) -> Option<Instant> {
        self.paused.filter(|until| *until > now)
    }

    /// Notes that a batch waits for another attempt. Returns whether it was tried so often that others come first.
    pub(super) fn wait(&mut self, reason: &str) -> bool {
        self.tries += 1;
        self.torn = Some(reason.to_owned());
        let is_last = self.tries >= TRIES;
        if is_last {
            self.tries = 0;
        }
        is_last
    }

    /// Notes that the batch was given up, so that nothing waits any more.
    pub(super) fn given_up(&mut self) {
        self.tries = 0;
        self.torn = None;
    }

    /// Why spans wait that were already tried.
    pub(super) fn torn(&self) -> Option<&str> {
        self.torn.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest_and_end_with_a_success() {
        let (mut attempts, now) = (Attempts::default(), Instant::now());
        for milliseconds in [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000] {
            attempts.begin_export();
            attempts.failed(now);
            let pause = attempts.pause(now).map(|until| until - now);
            assert_eq!(pause, Some(Duration::from_millis(milliseconds)));
        }
        attempts.begin_export();
        attempts.succeeded();
        assert_eq!(attempts.pause(now), None);
        attempts.begin_export();
        attempts.failed(now);
        assert_eq!(attempts.pause(now), now.checked_add(FIRST_PAUSE));
    }

    #[test]
    fn the_fifth_failure_of_a_batch_lets_others_come_first() {
        let mut attempts = Attempts::default();
        for _ in 0..2 {
            let last = [0; 5].map(|_| attempts.wait("away"));
            assert_eq!(last, [false, false, false, false, true]);
        }
    }

    #[test]
    fn a_flush_is_over_at_the_first_failure_of_an_export_that_began_after_it() {
        let (mut attempts, now) = (Attempts::default(), Instant::now());
        attempts.begin_export();
        let mark = attempts.begin_flush();
        attempts.failed(now);
        assert!(attempts.serves_a_flush() && !attempts.has_failed_since(mark));
        attempts.begin_export();
        attempts.failed(now);
        assert!(!attempts.serves_a_flush() && attempts.has_failed_since(mark));
    }
}
