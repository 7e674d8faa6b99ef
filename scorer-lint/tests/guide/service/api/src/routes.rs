//! What callers ask.

use tracing::{info, instrument};

use scores_core::db::{DbError, PgPool, count_scores, load_score};
use scores_core::score::{calculate_score, passes};
use scores_core::stamps::Stamp;

#[instrument(skip(pool, stamps), err)]
pub async fn post_score(
    pool: &PgPool,
    community_id: i64,
    user_id: i64,
    stamps: Vec<Stamp>,
) -> Result<f64, DbError> {
    let score = calculate_score(pool, community_id, user_id, stamps).await?;
    info!(score, "scored");
    Ok(score)
}

#[instrument(skip(pool), err)]
pub async fn get_score(pool: &PgPool, community_id: i64, user_id: i64) -> Result<f64, DbError> {
    load_score(pool, community_id, user_id).await
}

#[instrument(skip(pool))]
pub async fn get_status(
    pool: &PgPool,
    community_id: i64,
    user_id: i64,
    threshold: f64,
) -> Result<bool, DbError> {
    let score = load_score(pool, community_id, user_id).await?;
    Ok(passes(score, threshold))
}

#[instrument(skip(pool))]
pub async fn get_count(pool: &PgPool, community_id: i64) -> Result<u64, DbError> {
    count_scores(pool, community_id).await
}

#[instrument(skip_all)]
pub async fn get_health(pool: &PgPool) -> bool {
    scores_core::db::ping(pool, 1).await.is_ok()
}

#[instrument(name = "GET /version")]
pub async fn get_version(verbose: bool) -> &'static str {
    if verbose { "0.1.0, stable" } else { "0.1.0" }
}
