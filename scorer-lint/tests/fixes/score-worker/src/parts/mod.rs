//! Parts that take their names from here.

mod sums;

pub use sums::sum;
use tracing::instrument;

#[instrument]
pub fn twice(count: u64) -> u64 {
    count * 2
}
