//! The CPU time of this process.

use std::time::Duration;

/// What all threads of the process have taken so far.
#[cfg(unix)]
pub(super) fn time() -> Option<Duration> {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    let seconds = u64::try_from(time.tv_sec).ok()?;
    Some(Duration::new(seconds, u32::try_from(time.tv_nsec).ok()?))
}

/// Other systems tell it by calls that are not safe.
#[cfg(not(unix))]
pub(super) fn time() -> Option<Duration> {
    None
}
