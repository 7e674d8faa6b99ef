//! What cannot go: what is used elsewhere, what would leave something unused.

use std::time::{Duration, Instant};

use scorer_instrument::scorer_span;
use tracing::{debug, info};

struct Timer {
    started: Instant,
}

impl Drop for Timer {
    #[scorer_span]
    fn drop(&mut self) {
        let _ = 1;
        info!("took {:?}", self.started.elapsed());
        let _ = 2;
    }
}

#[scorer_span(skip(start))]
fn with_a_parameter(start: Instant) -> u32 {
    debug!("until here {:?}", start.elapsed());
    1
}

#[scorer_span(skip(limit))]
fn with_a_limit(limit: Duration) -> bool {
    let start = Instant::now();
    let _timer = Timer {
        started: Instant::now(),
    };
    debug!("so far {:?}", start.elapsed());
    start.elapsed() > limit
}

#[scorer_span]
fn with_blocks(count: u32) -> u32 {
    let start = Instant::now();
    for at in 0..count {
        let _ = at;
    }
    if count > 3 {
        debug!("so far {:?}", start.elapsed());
    } else {
        debug!("not yet {:?}", start.elapsed());
    }
    count
}

/// What is left of a limit.
pub fn limit() -> Duration {
    let limit = Duration::from_secs(u64::from(with_blocks(1)));
    let _ = with_a_parameter(Instant::now());
    let _ = with_a_limit(limit);
    limit
}
