//! The score of an address: the sum of its stamps' weights in the community.

use std::collections::HashMap;

use scorer_instrument::{record, scorer_span};
use sqlx::AnyConnection;

use crate::domain::{CommunityId, Score, Stamp};
use crate::store::{self, StoreError};

/// Sums the weights of the stamps; a provider counts once, and one without a weight counts nothing.
#[scorer_span(skip(tx, stamps), fields(stamp_count = stamps.len(), score), err)]
pub(crate) async fn calculate_score(
    tx: &mut AnyConnection,
    community_id: CommunityId,
    stamps: &[Stamp],
) -> Result<Score, StoreError> {
    let mut weights: HashMap<String, f64> = store::load_weights(tx, community_id)
        .await?
        .into_iter()
        .collect();
    let score = Score(
        stamps
            .iter()
            .filter_map(|stamp| weights.remove(&stamp.provider))
            .sum(),
    );
    record!(score = score);
    Ok(score)
}
