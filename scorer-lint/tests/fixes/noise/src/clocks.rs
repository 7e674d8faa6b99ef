//! The last log of a file takes its imports along.

use std::time::Instant;

use scorer_instrument::scorer_span;
use tracing::info;

/// A name.
#[scorer_span]
pub fn name() -> &'static str {
    let start = Instant::now();
    let name = "voter";
    info!("named in {:?}", start.elapsed());
    name
}
