//! Scores.

mod dedup;
mod error;
mod weights;

pub use dedup::{Link, lifo_dedup};
pub use error::ScoreError;
pub use weights::Weights;

use rust_decimal::Decimal;
use scorer_instrument::scorer_span;
use tracing::{Instrument, debug, trace};

use crate::store::Store;

#[derive(Clone, Debug)]
pub struct Stamp {
    pub provider: String,
    pub hash: String,
    pub issued_at: i64,
}

#[scorer_span(skip(store), err)]
pub async fn score_of(store: &Store, address: &str) -> Result<Decimal, ScoreError> {
    let stamps = store.stamps(address).await?;
    let (weights, links) = tokio::try_join!(store.weights(), store.links(address))?;
    let stamps = lifo_dedup(address, stamps, &links);
    let hashing = tokio::spawn(hash_all(stamps.clone()).in_current_span());
    let mut score = Decimal::ZERO;
    for stamp in &stamps {
        let weight = weights.of(&stamp.provider);
        trace!(provider = stamp.provider, %weight, "weighed");
        score += weight;
    }
    let hashed = hashing.await.map_err(|_| ScoreError::Internal)?;
    debug!(stamps = stamps.len(), hashed, "intermediate results complete");
    Ok(score)
}

async fn hash_all(stamps: Vec<Stamp>) -> usize {
    stamps.iter().filter(|stamp| !stamp.hash.is_empty()).count()
}
