//! Tries again, slower each time.

use std::future::Future;
use std::time::Duration;

use tracing::{debug, error, warn};

#[derive(Clone, Copy, Debug)]
pub struct Backoff {
    pub attempts: u32,
    pub first: Duration,
    pub max_elapsed: Duration,
}

impl Default for Backoff {
    fn default() -> Self {
        Self { attempts: 4, first: Duration::from_millis(250), max_elapsed: Duration::from_secs(20) }
    }
}

impl Backoff {
    pub async fn run<T, F, Fut>(self, mut work: F) -> anyhow::Result<T>
    where
        F: FnMut() -> Fut,
        Fut: Future<Output = anyhow::Result<T>>,
    {
        let started = std::time::Instant::now();
        let mut delay = self.first;
        for attempt in 1..=self.attempts {
            match work().await {
                Ok(value) => {
                    if attempt > 1 {
                        debug!(attempt, "succeeded after retries");
                    }
                    return Ok(value);
                }
                Err(error) if attempt == self.attempts || started.elapsed() > self.max_elapsed => {
                    error!(%error, attempt, "giving up");
                    return Err(error);
                }
                Err(error) => {
                    warn!(
                        %error,
                        attempt,
                        next_attempt_in_ms = delay.as_millis() as u64,
                        "attempt failed, retrying in {:?}",
                        delay,
                    );
                    tokio::time::sleep(delay).await;
                    delay = (delay * 2).min(Duration::from_secs(5));
                }
            }
        }
        anyhow::bail!("no attempt was allowed")
    }
}
