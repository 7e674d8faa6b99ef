//! Opens after too many failures.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use rand::Rng;
use tracing::{debug, error, info, warn};

#[derive(Clone, Copy, Debug)]
enum State {
    Closed { failures: u32 },
    Open { until: Instant },
}

#[derive(Debug)]
pub struct Breaker {
    name: &'static str,
    state: Mutex<State>,
    last_latency: parking_lot::Mutex<Duration>,
}

impl Breaker {
    pub fn new(name: &'static str) -> Self {
        Self { name, state: Mutex::new(State::Closed { failures: 0 }), last_latency: parking_lot::Mutex::default() }
    }

    pub async fn call<T, E: std::fmt::Display>(&self, work: impl Future<Output = Result<T, E>>) -> Option<T> {
        {
            let state = self.state.lock().expect("the breaker");
            if let State::Open { until } = *state {
                if Instant::now() < until {
                    debug!(breaker = self.name, retry_after_ms = (until - Instant::now()).as_millis() as u64, "breaker is open");
                    return None;
                }
            }
        }
        let begun = Instant::now();
        let outcome = work.await;
        *self.last_latency.lock() = begun.elapsed();
        let mut state = self.state.lock().expect("the breaker");
        match (outcome, *state) {
            (Ok(value), _) => {
                *state = State::Closed { failures: 0 };
                Some(value)
            }
            (Err(error), State::Closed { failures }) if failures >= 4 => {
                let pause = Duration::from_secs(10) + Duration::from_millis(rand::thread_rng().gen_range(0..1_000));
                error!(breaker = self.name, %error, pause_ms = pause.as_millis() as u64, "breaker opens");
                *state = State::Open { until: Instant::now() + pause };
                None
            }
            (Err(error), State::Closed { failures }) => {
                warn!(breaker = self.name, failures = failures + 1, %error, "upstream failed");
                *state = State::Closed { failures: failures + 1 };
                None
            }
            (Err(error), State::Open { .. }) => {
                info!(breaker = self.name, %error, "still failing");
                None
            }
        }
    }

    /// Hedged: a second try after the usual latency.
    pub async fn hedge_delay(&self) -> Duration {
        let latency = *self.last_latency.lock();
        let delay = latency.max(Duration::from_millis(5));
        tokio::time::sleep(delay).await;
        debug!(?delay, "hedging");
        delay
    }

    pub async fn reset(&self) {
        let mut state = self.state.lock().expect("the breaker");
        *state = State::Closed { failures: 0 };
        drop(state);
        tokio::task::yield_now().await;
        if let Ok(state) = self.state.lock() {
            debug!(?state, breaker = self.name, "reset");
        }
        tokio::task::yield_now().await;
    }

    pub async fn watch(&self) -> u32 {
        let failures = match *self.state.lock().expect("the breaker") {
            State::Closed { failures } => failures,
            State::Open { .. } => u32::MAX,
        };
        tokio::time::sleep(Duration::from_millis(10)).await;
        failures
    }

    pub async fn trip(&self) {
        if let Ok(mut state) = self.state.lock() { //~ blocking-in-async
            tokio::time::sleep(Duration::from_millis(10)).await;
            *state = State::Open { until: Instant::now() };
        }
    }
}
