//! Times of day without a system call for each. A span reads the monotonic clock anyway, and the time of day is
//! computed from that.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// The difference in nanoseconds from which on the system's clock counts as changed.
const DRIFT: u64 = 20_000_000;

/// If more time passes between two clock readings, the thread was held up between them.
const HELD_UP: Duration = Duration::from_millis(5);

/// How often both clocks are read, if the thread is held up each time.
const ATTEMPTS: u32 = 4;

/// The time of day when a request last began. If the system's clock is changed, later requests use the new time.
#[derive(Debug)]
pub(crate) struct Clock {
    base: Instant,
    latest: AtomicU64,
}

/// The time of day at the clock's base, in nanoseconds. All spans of a request compute their times from the same one.
/// So they stay in order, even if the system's clock is changed meanwhile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct TimeAtBase(u64);

/// The clocks of the system. A test has others.
trait Clocks {
    fn monotonic(&mut self) -> Instant;
    /// The time of day, since 1970.
    fn time_of_day(&mut self) -> Duration;
}

struct System;

impl Clocks for System {
    fn monotonic(&mut self) -> Instant {
        Instant::now()
    }

    fn time_of_day(&mut self) -> Duration {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        now.unwrap_or_default()
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::start(&mut System)
    }
}

impl Clock {
    fn start(clocks: &mut impl Clocks) -> Self {
        let base = clocks.monotonic();
        let clock = Self {
            base,
            latest: AtomicU64::new(0),
        };
        let (time, _) = clock.measured(base, clocks);
        clock.latest.store(time, Ordering::Relaxed);
        clock
    }

    /// Returns what the times of a request that begins now are computed from. `now` was read just before.
    pub(super) fn begin(&self, now: Instant) -> TimeAtBase {
        self.begin_by(now, &mut System)
    }

    /// Differences up to [`DRIFT`] are ignored, because reading two clocks is never exact.
    fn begin_by(&self, now: Instant, clocks: &mut impl Clocks) -> TimeAtBase {
        let latest = self.latest.load(Ordering::Relaxed);
        let time = self.time_at_base(now, clocks.time_of_day());
        if time.abs_diff(latest) <= DRIFT {
            return TimeAtBase(latest);
        }
        // Either the system's clock was changed, or this thread was held up since it read `now`.
        let (time, was_held_up) = self.measured(now, clocks);
        if was_held_up || time.abs_diff(latest) <= DRIFT {
            return TimeAtBase(latest);
        }
        self.latest.store(time, Ordering::Relaxed);
        TimeAtBase(time)
    }

    /// Reads both clocks, and says whether the thread was held up between them. Of several attempts, the one with the
    /// shortest delay counts.
    fn measured(&self, mut before: Instant, clocks: &mut impl Clocks) -> (u64, bool) {
        let mut best = (0, Duration::MAX);
        for _ in 0..ATTEMPTS {
            let time = clocks.time_of_day();
            let after = clocks.monotonic();
            let delay = after.saturating_duration_since(before);
            if delay < best.1 {
                best = (self.time_at_base(before, time), delay);
            }
            if delay <= HELD_UP {
                break;
            }
            before = after;
        }
        (best.0, best.1 > HELD_UP)
    }

    fn time_at_base(&self, now: Instant, time: Duration) -> u64 {
        let since_base = now.saturating_duration_since(self.base);
        let at_base = time.saturating_sub(since_base).as_nanos();
        u64::try_from(at_base).unwrap_or(u64::MAX)
    }

    /// Returns the time of day at a moment after the base, as a request tells it.
    pub(super) fn at(&self, time_at_base: TimeAtBase, moment: Instant) -> SystemTime {
        let since_base = moment.saturating_duration_since(self.base);
        UNIX_EPOCH + Duration::from_nanos(time_at_base.0) + since_base
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How long a clock takes to answer.
    const READING: Duration = Duration::from_micros(1);

    /// Clocks that a test moves. At one reading the thread is held up, before the clock answers or after it.
    struct Simulated {
        base: Instant,
        since_base: Duration,
        time_at_base: Duration,
        readings: usize,
        held_up: Option<(usize, Duration)>,
    }

    impl Simulated {
        fn new(held_up: Option<(usize, Duration)>) -> Self {
            Self {
                base: Instant::now(),
                since_base: Duration::ZERO,
                time_at_base: Duration::from_secs(1_800_000_000),
                readings: 0,
                held_up,
            }
        }

        fn pass(&mut self) {
            self.since_base += READING;
            if let Some((_, by)) = self.held_up.filter(|(at, _)| *at == self.readings) {
                self.since_base += by;
            }
            self.readings += 1;
        }
    }

    impl Clocks for Simulated {
        fn monotonic(&mut self) -> Instant {
            self.pass();
            let now = self.base + self.since_base;
            self.pass();
            now
        }

        fn time_of_day(&mut self) -> Duration {
            self.pass();
            let time = self.time_at_base + self.since_base;
            self.pass();
            time
        }
    }

    /// The first and the last moment of a span, as they are told.
    type Told = (SystemTime, SystemTime);

    /// A request with a span within it, during which another request begins and the system's clock may be changed.
    fn request(clock: &Clock, clocks: &mut Simulated, change: Duration, back: bool) -> [Told; 2] {
        let started = clocks.monotonic();
        let own = clock.begin_by(started, clocks);
        let inner = clocks.monotonic();
        if back {
            clocks.time_at_base -= change;
        } else {
            clocks.time_at_base += change;
        }
        let other = clocks.monotonic();
        let _ = clock.begin_by(other, clocks);
        let inner = (clock.at(own, inner), clock.at(own, clocks.monotonic()));
        let outer = (clock.at(own, started), clock.at(own, clocks.monotonic()));
        [outer, inner]
    }

    #[test]
    fn no_span_outlives_the_one_around_it_wherever_the_thread_is_held_up() {
        let delays = [1, 6, 25, 3_000].map(Duration::from_millis);
        let changes = [0, 25, 60_000].map(Duration::from_millis);
        for place in 0..40 {
            for delay in delays {
                for change in changes {
                    for back in [false, true] {
                        let mut clocks = Simulated::new(Some((place, delay)));
                        let clock = Clock::start(&mut clocks);
                        for _ in 0..3 {
                            let [outer, inner] = request(&clock, &mut clocks, change, back);
                            let case = (place, delay, change, back);
                            assert!(outer.0 <= inner.0 && inner.1 <= outer.1, "{case:?}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_thread_that_is_held_up_changes_no_time() {
        for place in 0..40 {
            for delay in [1, 6, 25, 3_000].map(Duration::from_millis) {
                let mut clocks = Simulated::new(Some((place, delay)));
                let clock = Clock::start(&mut clocks);
                for _ in 0..3 {
                    let started = clocks.monotonic();
                    let told = clock.at(clock.begin_by(started, &mut clocks), started);
                    let exact = UNIX_EPOCH + clocks.time_at_base + (started - clocks.base);
                    let error = told.duration_since(exact);
                    let error = error.unwrap_or_else(|early| early.duration());
                    assert!(error <= HELD_UP, "{place} {delay:?}: {error:?}");
                }
            }
        }
    }

    #[test]
    fn a_changed_clock_is_followed_from_the_next_request_on() {
        let mut clocks = Simulated::new(None);
        let clock = Clock::start(&mut clocks);
        let now = clocks.monotonic();
        let before = clock.begin_by(now, &mut clocks);
        clocks.time_at_base += Duration::from_secs(60);
        let now = clocks.monotonic();
        let after = clock.begin_by(now, &mut clocks);
        let moved = clock.at(after, now).duration_since(clock.at(before, now));
        let moved = moved.expect("a later time");
        assert!((59_990..60_010).contains(&moved.as_millis()), "{moved:?}");
        let now = clocks.monotonic();
        assert_eq!(clock.begin_by(now, &mut clocks), after);
    }

    #[test]
    fn a_moment_is_told_as_the_system_tells_it() {
        let clock = Clock::default();
        let before = SystemTime::now();
        let moment = Instant::now();
        let told = clock.at(clock.begin(moment), moment);
        let after = SystemTime::now();
        let drift = Duration::from_nanos(DRIFT);
        assert!((before - drift..=after + drift).contains(&told));
    }
}
