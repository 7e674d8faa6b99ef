//! Times that are no measured durations of work.

use std::collections::HashMap;
use std::time::{Duration, Instant, SystemTime};

use tracing::{debug, info, trace, warn};

pub struct Entry {
    created: Instant,
    ttl: Duration,
}

pub struct Limiter {
    last: Instant,
    every: Duration,
    entries: HashMap<u64, Entry>,
}

impl Limiter {
    pub async fn wait(&mut self) {
        let since = self.last.elapsed();
        if since < self.every {
            let pause = self.every - since;
            debug!(pause_ms = pause.as_millis() as u64, "rate limited");
            tokio::time::sleep(pause).await;
        }
        self.last = Instant::now();
    }

    pub fn sweep(&mut self) -> usize {
        let before = self.entries.len();
        self.entries.retain(|_, entry| entry.created.elapsed() < entry.ttl);
        let swept = before - self.entries.len();
        debug!(swept, "expired entries swept");
        swept
    }

    pub fn oldest(&self) -> Option<Duration> {
        let oldest = self.entries.values().map(|entry| entry.created.elapsed()).max();
        if let Some(age) = oldest {
            debug!(age_s = age.as_secs(), "oldest entry"); //~? timing-log
        }
        oldest
    }

    pub fn deadline(&self, budget: Duration) -> Instant {
        let deadline = Instant::now() + budget;
        trace!(budget_ms = budget.as_millis() as u64, "deadline set");
        deadline
    }
}

pub async fn with_timeout<T>(work: impl std::future::Future<Output = T>, limit: Duration) -> Option<T> {
    match tokio::time::timeout(limit, work).await {
        Ok(value) => Some(value),
        Err(elapsed) => {
            warn!(limit_ms = limit.as_millis() as u64, %elapsed, "timed out");
            None
        }
    }
}

pub fn clock_skew(remote: SystemTime) {
    match SystemTime::now().duration_since(remote) {
        Ok(skew) if skew > Duration::from_secs(5) => warn!(skew_ms = skew.as_millis() as u64, "clocks differ"),
        Ok(_) => trace!("clocks agree"),
        Err(error) => warn!(behind_ms = error.duration().as_millis() as u64, "the clock is behind"),
    }
}

pub fn uptime(started: Instant) {
    info!(uptime_s = started.elapsed().as_secs(), "alive"); //~? timing-log
}

pub async fn backoff(mut delay: Duration) {
    for attempt in 1..4 {
        warn!(attempt, delay_ms = delay.as_millis() as u64, "retrying in {:?}", delay);
        tokio::time::sleep(delay).await;
        delay *= 2;
    }
}

pub fn metrics(histogram: &mut Vec<f64>, work: impl FnOnce()) {
    let begun = Instant::now();
    work();
    histogram.push(begun.elapsed().as_secs_f64());
}
