//! The score of an address: the sum of its stamps' weights in the community.

use std::collections::HashMap;

use sqlx::SqliteConnection;
use tracing::{Span, instrument};

use crate::domain::{CommunityId, Score, Stamp};
use crate::store::{self, StoreError};

/// Sums the weights of the stamps; a provider counts once, and one without a weight counts nothing.
#[instrument(skip_all, fields(%community_id, stamp_count = stamps.len(), score), err)]
pub(crate) async fn calculate_score(
    tx: &mut SqliteConnection,
    community_id: CommunityId,
    stamps: &[Stamp],
) -> Result<Score, StoreError> {
    let mut weights: HashMap<String, f64> = store::load_weights(tx, community_id)
        .await?
        .into_iter()
        .collect();
    let score = stamps
        .iter()
        .filter_map(|stamp| weights.remove(&stamp.provider))
        .sum();
    Span::current().record("score", score);
    Ok(Score(score))
}
