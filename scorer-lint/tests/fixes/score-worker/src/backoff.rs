//! How long to wait before the next try.

use std::time::Duration;

use tracing::info_span;
use tracing::{Level, instrument};

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Backoff {
    pub first: Duration,
    pub factor: u32,
    pub tries: u32,
}

impl Backoff {
    #[instrument(level = Level::TRACE, ret)]
    pub fn pause(self, attempt: u32) -> Duration {
        self.first * self.factor.pow(attempt.min(8))
    }

    #[instrument(skip(self, work), fields(tries = self.tries, first = ?self.first), err)]
    pub async fn run<W, F, T, E>(self, what: &'static str, mut work: W) -> Result<T, E>
    where
        W: FnMut(u32) -> F,
        F: Future<Output = Result<T, E>>,
        E: std::error::Error,
    {
        let mut attempt = 0;
        loop {
            match work(attempt).await {
                Ok(done) => return Ok(done),
                Err(error) if attempt + 1 >= self.tries => return Err(error),
                Err(error) => tracing::warn!(what, attempt, %error, "trying again"),
            }
            tokio::time::sleep(self.pause(attempt)).await;
            attempt += 1;
        }
    }
}

/// Computes a checksum in a span of its own.
pub fn checksum(bytes: &[u8]) -> u32 {
    let span = info_span!("checksum", len = bytes.len());
    let _entered = span.enter();
    bytes
        .iter()
        .fold(0_u32, |sum, byte| sum.rotate_left(5) ^ u32::from(*byte))
}

pub async fn settle(rounds: u32) {
    for _ in 0..rounds {
        std::thread::sleep(Duration::from_millis(1));
    }
}

pub async fn parsed(texts: Vec<String>) -> Result<u64, Box<dyn std::error::Error + Send + Sync>> {
    let span = info_span!("parsed", texts = texts.len());
    let _guard = span.enter();
    let mut total = 0;
    for text in texts {
        let one: u64 = text.trim().parse()?;
        settle(1).await;
        if one == 0 {
            return Err("a zero".into());
        }
        total += one;
    }
    Ok(total)
}

pub async fn summed(mut texts: Vec<String>) -> Result<u64, std::num::ParseIntError> {
    let _guard = info_span!("summed").entered();
    texts.retain(|text| !text.is_empty());
    let mut total = 0;
    for text in &texts {
        total += text.parse::<u64>()?;
        settle(1).await;
    }
    Ok(total)
}

pub async fn pause_twice(pause: Duration) {
    let span = info_span!("pause");
    let _guard = span.enter();
    settle(1).await;
    std::thread::sleep(pause);
}
