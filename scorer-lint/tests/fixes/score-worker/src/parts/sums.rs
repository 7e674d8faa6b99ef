//! Sums.

use super::*;

#[instrument]
pub fn sum(first: u64, second: u64) -> u64 {
    twice(first) + second
}
