//! Logs that repeat what spans say, with what they bring along: clocks, imports, blank lines.

use std::time::{Duration, Instant};

use scorer_instrument::scorer_span;
use tracing::{debug, info, trace};

mod clocks;
mod kept;
mod lines;

/// Two logs of one clock.
#[scorer_span]
pub fn score(count: u32) -> u32 {
    let start = Instant::now();
    let scored = count * 2;
    debug!("half done after {:?}", start.elapsed());

    let scored = scored + 1;
    let took = start.elapsed();
    debug!("done in {}ms", took.as_millis());
    info!(scored, "scored");
    scored
}

/// A field beside others, on one line and on many.
#[scorer_span]
pub fn validate(count: u32) -> bool {
    let start = Instant::now();
    let valid = count > 2;
    info!(count, ms = start.elapsed().as_millis() as u64, "validated");
    let begin = Instant::now();
    let name = clocks::name();
    info!(
        ?name,
        valid,
        elapsed_ms = begin.elapsed().as_millis() as u64,
        "named"
    );
    valid
}

/// What enters and leaves.
#[scorer_span]
pub fn enter_community(community: u32) -> u32 {
    trace!("entering enter_community");

    // What it is called with stays.
    debug!(community, "enter_community called");
    let members = lines::members(community);

    trace!("leaving enter_community");

    members
}

/// Without a span nothing else says it.
pub fn without_a_span(count: u32) -> u32 {
    trace!("entering without_a_span");
    let start = Instant::now();
    let doubled = count * 2;
    info!("doubled in {:?}", start.elapsed());
    doubled
}

/// A limit is no measurement.
pub fn limit() -> Duration {
    kept::limit()
}
