//! Logs that say what spans say.

use std::time::Instant;

use tracing::{debug, info, instrument};

#[instrument]
fn entered(count: u32) -> u32 {
    debug!("entering entered");
    count + 1
}

#[instrument]
fn timed(count: u32) -> u32 {
    let start = Instant::now();
    let doubled = count * 2;
    info!(doubled, elapsed = start.elapsed().as_secs(), "doubled");
    doubled
}

#[instrument]
fn only_timed(count: u32) -> u32 {
    let start = Instant::now();
    let doubled = count * 2;
    info!("took {:?}", start.elapsed());
    doubled
}

pub fn run() {
    entered(1);
    timed(2);
    only_timed(3);
}
