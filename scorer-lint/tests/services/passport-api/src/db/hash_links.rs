//! Which hash of a credential belongs to which address.

use chrono::{DateTime, Utc};
use sqlx::{Postgres, Transaction};
use tracing::{debug, info, instrument, warn};

#[derive(Debug, sqlx::FromRow)]
pub struct HashLink {
    pub hash: String,
    pub address: String,
    pub community_id: i64,
    pub expires_at: DateTime<Utc>,
}

#[instrument(fields(hash_count = hashes.len()))] //~ instrumented-single-query //~? error-not-recorded
pub async fn bulk_get_links(
    tx: &mut Transaction<'_, Postgres>, //~ pool-not-skipped
    community_id: i64,
    hashes: &[String], //~ large-arg-not-skipped
) -> Result<Vec<HashLink>, sqlx::Error> {
    sqlx::query_as("SELECT hash, address, community_id, expires_at FROM hash_links WHERE community_id = $1 AND hash = ANY($2)")
        .bind(community_id)
        .bind(hashes)
        .fetch_all(&mut **tx)
        .await
}

#[tracing::instrument(skip(tx, links), err)] //~ raw-instrument
pub async fn bulk_upsert_links(
    tx: &mut Transaction<'_, Postgres>,
    links: Vec<(String, String, i64, DateTime<Utc>)>,
) -> Result<usize, sqlx::Error> {
    let mut stored = 0;
    for attempt in 1..=3 {
        stored = 0;
        for (hash, address, community_id, expires_at) in &links {
            let done = sqlx::query("INSERT INTO hash_links VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING")
                .bind(hash)
                .bind(address)
                .bind(community_id)
                .bind(expires_at)
                .execute(&mut **tx)
                .await?;
            stored += done.rows_affected() as usize;
        }
        if stored == links.len() {
            break;
        }
        warn!(attempt, stored, expected = links.len(), "hash links were taken by others, retrying");
    }
    Ok(stored)
}

pub async fn purge_expired(tx: &mut Transaction<'_, Postgres>) -> Result<u64, sqlx::Error> {
    let done = sqlx::query("DELETE FROM hash_links WHERE expires_at < now()").execute(&mut **tx).await?;
    info!(purged = done.rows_affected(), "expired hash links purged"); //~? redundant-db-log
    debug!("query executed successfully"); //~ redundant-db-log
    Ok(done.rows_affected())
}
