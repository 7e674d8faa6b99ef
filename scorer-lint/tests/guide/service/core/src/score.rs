//! How a score is made.

use tracing::instrument;

use crate::community::{Community, load_community, total_weight};
use crate::db::{DbError, PgPool, save_score};
use crate::stamps::{Stamp, remove_duplicates, valid_stamps};

#[instrument(skip(pool, stamps), err)]
pub async fn calculate_score(
    pool: &PgPool,
    community_id: i64,
    user_id: i64,
    stamps: Vec<Stamp>,
) -> Result<f64, DbError> {
    let community = load_community(pool, community_id).await?;
    let stamps = remove_duplicates(valid_stamps(stamps, 0));
    let score = weighted(&community, &stamps);
    save_score(pool, community_id, user_id, score).await?;
    Ok(score)
}

#[instrument(skip_all, fields(community_id = community.id, stamp_count = stamps.len()))]
pub fn weighted(community: &Community, stamps: &[Stamp]) -> f64 {
    stamps.iter().map(|stamp| stamp.weight).sum::<f64>() * total_weight(community)
}

#[instrument(ret)]
pub fn passes(score: f64, threshold: f64) -> bool {
    score >= threshold
}

#[instrument(name = "score.round", level = "trace")]
pub fn round(score: f64, digits: i32) -> f64 {
    let factor = 10_f64.powi(digits);
    (score * factor).round() / factor
}

#[instrument(target = "scores", skip(history))]
pub fn trend(history: &[f64], window: usize) -> f64 {
    history.iter().rev().take(window).sum()
}

#[instrument]
pub async fn rescore(pool: &PgPool, community_id: i64, dry_run: bool) -> Result<u64, DbError> {
    let community = load_community(pool, community_id).await?;
    Ok(u64::from(!dry_run && !community.weights.is_empty()))
}
