//! Reads.

use sqlx::{Postgres, Transaction};
use tracing::{debug, instrument};

use crate::api::ApiResult;
use crate::models::{CeramicCache, DjangoScorer, HashLink};

#[instrument(skip(tx))] //~ instrumented-single-query //~? raw-instrument, error-not-recorded
pub async fn load_community(tx: &mut Transaction<'_, Postgres>, scorer_id: i64) -> ApiResult<Option<DjangoScorer>> {
    let scorer = sqlx::query_as::<_, DjangoScorer>(
        r#"
        SELECT s.id, s.type, c.id AS community_id, c.name
        FROM scorer_scorer s JOIN account_community c ON c.preferred_scorer_id = s.id
        WHERE s.id = $1
        "#,
    )
    .bind(scorer_id)
    .fetch_optional(&mut **tx)
    .await?;
    Ok(scorer)
}

#[instrument(skip(tx))] //~ instrumented-single-query //~? raw-instrument, error-not-recorded
pub async fn load_ceramic_cache(tx: &mut Transaction<'_, Postgres>, address: &str) -> ApiResult<Vec<CeramicCache>> {
    debug!("Loading ceramic cache from database for {}", address); //~ redundant-db-log
    let rows = sqlx::query_as::<_, CeramicCache>("SELECT * FROM ceramic_cache_ceramiccache WHERE address = $1 AND deleted_at IS NULL")
        .bind(address)
        .fetch_all(&mut **tx)
        .await?;
    debug!("Loaded {} stamps from ceramic cache", rows.len()); //~ redundant-db-log
    Ok(rows)
}

#[instrument(skip(tx, nullifiers), fields(nullifier_count = nullifiers.len()))] //~ instrumented-single-query //~? raw-instrument, error-not-recorded
pub async fn get_hash_links(tx: &mut Transaction<'_, Postgres>, community_id: i64, nullifiers: &[String]) -> ApiResult<Vec<HashLink>> {
    Ok(sqlx::query_as("SELECT * FROM registry_hashscorerlink WHERE community_id = $1 AND hash = ANY($2)")
        .bind(community_id)
        .bind(nullifiers)
        .fetch_all(&mut **tx)
        .await?)
}
