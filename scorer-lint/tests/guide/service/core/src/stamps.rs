//! What scores are made of.

use tracing::{debug, instrument};

use crate::community::Community;

/// A stamp of a passport.
#[derive(Clone, Debug)]
pub struct Stamp {
    pub provider: String,
    pub weight: f64,
}

#[instrument]
pub fn valid_stamps(stamps: Vec<Stamp>, now: u64) -> Vec<Stamp> {
    debug!(received = stamps.len(), "some may have no weight");
    stamps
        .into_iter()
        .filter(|stamp| stamp.weight > 0.0)
        .collect()
}

#[instrument(skip(stamps), fields(count = stamps.len()))]
pub fn remove_duplicates(mut stamps: Vec<Stamp>) -> Vec<Stamp> {
    stamps.dedup_by(|a, b| a.provider == b.provider);
    stamps
}

#[instrument(skip(stamp))]
pub fn weigh(stamp: &Stamp, factor: f64) -> f64 {
    stamp.weight * factor
}

#[instrument(skip_all, fields(provider = %stamp.provider))]
pub fn describe(stamp: &Stamp) -> String {
    format!("{} {}", stamp.provider, stamp.weight)
}

#[instrument(skip(community, stamps))]
pub fn missing(community: &Community, stamps: &[Stamp], limit: usize) -> usize {
    community
        .weights
        .len()
        .saturating_sub(stamps.len())
        .min(limit)
}
