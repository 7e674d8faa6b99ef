//! Weights times stamps.

use std::collections::HashMap;
use std::sync::Arc;

use rust_decimal::Decimal;
use tracing::{debug, info, instrument};

use crate::db::community::Community;
use crate::domain::credentials::Stamp;
use crate::error::ApiError;
use crate::state::AppState;

pub type Weights = HashMap<String, Decimal>;

#[derive(Clone, Debug)]
pub struct ScoreResult {
    pub score: Decimal,
    pub threshold: Decimal,
    pub passing: bool,
}

#[instrument(skip(state, community, stamps), fields(community_id = community.id, stamp_count = stamps.len(), weights_from_cache = tracing::field::Empty))] //~ raw-instrument, error-not-recorded, dead-field
pub async fn calculate_score_for_address(
    state: &AppState,
    community: &Community,
    address: &str,
    stamps: &[Stamp],
) -> Result<ScoreResult, ApiError> {
    let weights = load_weights(state, community.id).await?;
    let mut score = Decimal::ZERO;
    for stamp in stamps {
        let weight = weights.get(&stamp.provider).copied().unwrap_or_default();
        info!(provider = %stamp.provider, %weight, "intermediate: weight of provider"); //~ log-level
        score += weight;
    }
    let result = ScoreResult {
        score,
        threshold: community.threshold,
        passing: score >= community.threshold,
    };
    debug!(?result, "score computed");
    info!(%address, score = %result.score, passing = result.passing, "score calculated");
    Ok(result)
}

async fn load_weights(state: &AppState, community_id: i64) -> Result<Arc<Weights>, ApiError> {
    if let Some(weights) = state.weights.get(&community_id).await {
        debug!(cache_key = community_id, "weights from cache");
        return Ok(weights);
    }
    let rows: Vec<(String, Decimal)> = sqlx::query_as("SELECT provider, weight FROM weights WHERE community_id = $1")
        .bind(community_id)
        .fetch_all(&state.pool)
        .await?;
    debug!("fetched {} weights from the database", rows.len()); //~ redundant-db-log
    let weights = Arc::new(rows.into_iter().collect::<Weights>());
    state.weights.insert(community_id, Arc::clone(&weights)).await;
    Ok(weights)
}
