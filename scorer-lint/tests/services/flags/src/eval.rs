//! Who sees what.

use std::collections::HashMap;

use scorer_instrument::scorer_span;
use tracing::{debug, instrument, trace};

use crate::cache::{Cache, Flag};

#[scorer_span(skip(cache, traits), fields(trait_count = traits.len()))]
pub fn evaluate(cache: &Cache, flag_key: &str, user_id: u64, traits: &HashMap<String, String>) -> bool {
    let Some(flag) = cache.get(flag_key) else {
        debug!(flag_key, "no such flag");
        return false;
    };
    debug!(?traits, "evaluating"); //~ pii-field
    let bucket = bucket(&flag, user_id);
    trace!(bucket, percentage = flag.percentage, "bucketed");
    bucket < flag.percentage
}

// scorer-lint: allow(raw-instrument): scorer_span has no `follows_from` from an iterator yet
#[instrument(skip(flags, causes), follows_from = causes)]
pub fn evaluate_all(flags: &[Flag], user_id: u64, causes: impl IntoIterator<Item = tracing::Id>) -> usize {
    flags.iter().filter(|flag| bucket(flag, user_id) < flag.percentage).count()
}

// scorer-lint: allow(raw-instrument):
#[instrument(skip_all)] //~^ allow-without-reason //~? raw-instrument
pub fn explain(flag: &Flag, user_id: u64) -> String {
    // scorer-lint: allow(entering-function-log): asked for by operations, see the runbook
    debug!("entering explain");
    format!("{}: bucket {}", flag.key, bucket(flag, user_id))
}

fn bucket(flag: &Flag, user_id: u64) -> u8 {
    let spread = flag.flag_secret.bytes().fold(user_id, |hash, byte| hash.wrapping_mul(31) ^ u64::from(byte));
    (spread % 100) as u8
}
