//! The time that requests are dated with. It follows AWS's clock if this machine's differs too much from it.

use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

use aws_smithy_types::date_time::{DateTime, Format};

/// In seconds. AWS accepts a difference of five minutes.
const TOO_MUCH: u64 = 4 * 60;

/// A clock that can be corrected.
pub(super) struct Clock {
    machine: Box<dyn Fn() -> SystemTime + Send + Sync>,
    /// Seconds by which AWS's clock is ahead.
    ahead: AtomicI64,
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clock").finish_non_exhaustive()
    }
}

impl Clock {
    pub(super) fn new(machine: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self {
            machine: Box::new(machine),
            ahead: AtomicI64::new(0),
        }
    }

    pub(super) fn now(&self) -> SystemTime {
        moved((self.machine)(), self.ahead.load(Ordering::Relaxed))
    }

    /// Follows the date of an answer from now on, if it differs too much from the date of the request. Returns a
    /// message that says by how much the machine's own clock is wrong, or that it is right again.
    pub(super) fn set_right(&self, date: &str) -> Option<String> {
        let date = DateTime::from_str(date, Format::HttpDate).ok()?;
        let date = SystemTime::try_from(date).ok()?;
        if difference(date, self.now()).unsigned_abs() <= TOO_MUCH {
            return None;
        }
        let ahead = difference(date, (self.machine)());
        self.ahead.store(ahead, Ordering::Relaxed);
        if ahead.unsigned_abs() <= TOO_MUCH {
            return Some("this machine's clock is right again".into());
        }
        let side = if ahead < 0 { "ahead of" } else { "behind" };
        Some(format!(
            "this machine's clock is {} s {side} AWS's, which accepts at most 300 s; synchronise it with NTP. Until then, \
             exports are dated by AWS's clock",
            ahead.unsigned_abs()
        ))
    }
}

/// Seconds from the second to the first.
fn difference(one: SystemTime, other: SystemTime) -> i64 {
    let seconds = |it: Duration| i64::try_from(it.as_secs()).unwrap_or(i64::MAX);
    match one.duration_since(other) {
        Ok(ahead) => seconds(ahead),
        Err(behind) => -seconds(behind.duration()),
    }
}

fn moved(time: SystemTime, seconds: i64) -> SystemTime {
    let by = Duration::from_secs(seconds.unsigned_abs());
    let moved = if seconds < 0 {
        time.checked_sub(by)
    } else {
        time.checked_add(by)
    };
    moved.unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::AtomicU64;
    use std::time::UNIX_EPOCH;

    use super::*;

    /// 2026-11-22 12:00:00 UTC.
    const NOON: u64 = 1_795_348_800;

    fn clock(seconds: u64) -> Clock {
        Clock::new(move || UNIX_EPOCH + Duration::from_secs(seconds))
    }

    #[test]
    fn a_clock_that_is_wrong_goes_by_the_answer() {
        for (machine, words) in [
            (NOON - 3_600, "3600 s behind"),
            (NOON + 600, "600 s ahead of"),
        ] {
            let clock = clock(machine);
            let said = clock
                .set_right("Sun, 22 Nov 2026 12:00:00 GMT")
                .expect("wrong");
            assert!(said.contains(words), "{said}");
            assert_eq!(clock.now(), UNIX_EPOCH + Duration::from_secs(NOON));
            assert_eq!(clock.set_right("Sun, 22 Nov 2026 12:00:00 GMT"), None);
        }
    }

    #[test]
    fn a_clock_that_was_mended_is_right_again() {
        let machine = Arc::new(AtomicU64::new(NOON + 600));
        let clock = Clock::new({
            let machine = Arc::clone(&machine);
            move || UNIX_EPOCH + Duration::from_secs(machine.load(Ordering::Relaxed))
        });
        let noon = "Sun, 22 Nov 2026 12:00:00 GMT";
        let said = clock.set_right(noon).expect("wrong");
        assert!(said.contains("synchronise it with NTP"), "{said}");
        machine.store(NOON, Ordering::Relaxed);
        let said = clock.set_right(noon);
        assert_eq!(said.as_deref(), Some("this machine's clock is right again"));
        assert_eq!(clock.now(), UNIX_EPOCH + Duration::from_secs(NOON));
    }

    #[test]
    fn a_clock_that_is_right_stays() {
        let clock = clock(NOON + 60);
        for date in ["Sun, 22 Nov 2026 12:00:00 GMT", "noon", "", "Sun, 99 Nov"] {
            assert_eq!(clock.set_right(date), None);
        }
        assert_eq!(clock.now(), UNIX_EPOCH + Duration::from_secs(NOON + 60));
    }
}
