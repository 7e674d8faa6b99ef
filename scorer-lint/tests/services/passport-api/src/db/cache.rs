//! Cached stamps and scores.

use serde_json::Value;
use sqlx::{PgPool, Postgres, Transaction};
use tracing::{debug, instrument, trace};
use uuid::Uuid;

use crate::api::score::ScoreResponse;
use crate::domain::credentials::Stamp;

#[instrument(skip(pool), err)] //~ instrumented-single-query //~? raw-instrument
pub async fn load_ceramic_cache(pool: &PgPool, address: &str) -> Result<Vec<Stamp>, sqlx::Error> {
    let stamps: Vec<Stamp> = sqlx::query_as("SELECT id, provider, credential, expires_at FROM ceramic_cache WHERE address = $1")
        .bind(address)
        .fetch_all(pool)
        .await?;
    debug!("Loaded {} rows from ceramic_cache", stamps.len()); //~ redundant-db-log
    Ok(stamps)
}

#[instrument(skip(tx))] //~ instrumented-single-query //~? error-not-recorded
pub async fn insert_stamp(
    tx: &mut Transaction<'_, Postgres>,
    address: &str,
    provider: &str,
    credential: &Value, //~ credential-not-skipped|large-arg-not-skipped
) -> Result<Uuid, sqlx::Error> {
    let id = Uuid::new_v4();
    sqlx::query("INSERT INTO ceramic_cache (id, address, provider, credential) VALUES ($1, $2, $3, $4)")
        .bind(id)
        .bind(address)
        .bind(provider)
        .bind(credential)
        .execute(&mut **tx)
        .await?;
    Ok(id)
}

pub async fn delete_stamp(pool: &PgPool, address: &str, id: Uuid) -> Result<u64, sqlx::Error> {
    let done = sqlx::query("DELETE FROM ceramic_cache WHERE address = $1 AND id = $2")
        .bind(address)
        .bind(id)
        .execute(pool)
        .await?;
    trace!(affected = done.rows_affected(), "delete executed"); //~? redundant-db-log
    Ok(done.rows_affected())
}

pub async fn score_history(
    pool: &PgPool,
    scorer_id: i64,
    address: &str,
    limit: i64,
) -> Result<Vec<ScoreResponse>, sqlx::Error> {
    debug!(scorer_id, "querying database for score history"); //~? redundant-db-log, entering-function-log
    let _ = (pool, address, limit);
    Ok(Vec::new())
}
