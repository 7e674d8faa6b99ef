//! The start of the process: which invocation waited for it, and how long it took.

use std::fs;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

/// The ticks per second of the clocks in `/proc`. Linux uses the same number on all processors that Lambda runs on.
const TICKS: u64 = 100;

/// If the first invocation comes later than this, Lambda started the process in advance, and no caller waited.
const AHEAD: Duration = Duration::from_secs(10);

/// What is known about the start.
#[derive(Debug)]
pub(super) struct Start {
    is_for_a_caller: bool,
    /// When everything that the function needs was ready.
    ready: OnceLock<SystemTime>,
    was_invoked: AtomicBool,
}

/// The time from the process's start until it waited for its first invocation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Init {
    pub(super) start: SystemTime,
    pub(super) end: SystemTime,
}

impl Start {
    pub(super) fn new(is_for_a_caller: bool) -> Self {
        Self {
            is_for_a_caller,
            ready: OnceLock::new(),
            was_invoked: AtomicBool::new(false),
        }
    }

    pub(super) fn is_ready(&self) {
        self.ready.get_or_init(SystemTime::now);
    }

    /// Whether the caller of an invocation waited for the start. This can only be true for the first one.
    pub(super) fn is_cold(&self) -> bool {
        if self.was_invoked.swap(true, Ordering::AcqRel) || !self.is_for_a_caller {
            return false;
        }
        let waited = self.ready.get().and_then(|ready| ready.elapsed().ok());
        waited.is_none_or(|waited| waited <= AHEAD)
    }

    /// Returns how long the start took, if the system says so.
    pub(super) fn init(&self) -> Option<Init> {
        let end = *self.ready.get()?;
        let start = SystemTime::now().checked_sub(age()?)?;
        // The system counts hundredths of a second, so a short start may seem to end before it began.
        let start = start.min(end);
        Some(Init { start, end })
    }
}

/// The age of this process, to a hundredth of a second.
fn age() -> Option<Duration> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let uptime = fs::read_to_string("/proc/uptime").ok()?;
    read(&stat, &uptime)
}

/// Both values are measured from the machine's boot.
fn read(stat: &str, uptime: &str) -> Option<Duration> {
    // The program's name is in brackets and may contain anything.
    let (_, fields) = stat.rsplit_once(')')?;
    let ticks: u64 = fields.split_whitespace().nth(19)?.parse().ok()?;
    let started = Duration::from_millis(ticks.checked_mul(1_000 / TICKS)?);
    let uptime: f64 = uptime.split_whitespace().next()?.parse().ok()?;
    Duration::try_from_secs_f64(uptime)
        .ok()?
        .checked_sub(started)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STAT: &str = "7 (a) b) S 1 7 7 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 4 0 12345 1000 200";

    #[test]
    fn the_age_is_what_has_passed_since_the_start() {
        let age = read(STAT, "130.45 80.00\n").expect("well-formed");
        assert_eq!(age, Duration::from_secs(7));
    }

    #[test]
    fn what_is_not_understood_is_none() {
        for (stat, uptime) in [
            ("", "1.0 1.0"),
            (STAT, ""),
            (STAT, "-5 1"),
            (STAT, "NaN"),
            ("7 (a) S 1", "1.0"),
            // The process would have started after now.
            (STAT, "100.0 1.0"),
        ] {
            assert_eq!(read(stat, uptime), None, "{stat} {uptime}");
        }
    }

    #[test]
    fn this_process_has_a_start() {
        let start = Start::new(true);
        start.is_ready();
        let init = start.init().expect("Linux tells it");
        assert!(init.start <= init.end);
    }

    #[test]
    fn the_first_invocation_alone_is_cold() {
        let start = Start::new(true);
        start.is_ready();
        assert_eq!([start.is_cold(), start.is_cold()], [true, false]);
    }

    #[test]
    fn a_start_that_nobody_waited_for_is_not_cold() {
        assert!(!Start::new(false).is_cold());
        let ahead = Start::new(true);
        let _ = ahead.ready.set(SystemTime::UNIX_EPOCH);
        assert!(!ahead.is_cold());
    }
}
