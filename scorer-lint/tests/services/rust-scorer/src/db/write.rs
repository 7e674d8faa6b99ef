//! Writes.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::{Postgres, Transaction};
use tracing::{debug, info, instrument};

use crate::api::ApiResult;
use crate::models::V2ScoreResponse;

#[instrument(skip(tx), fields(stamp_count = stamps.len()))] //~ error-not-recorded
pub async fn bulk_upsert_ceramic_cache(
    tx: &mut Transaction<'_, Postgres>,
    address: &str,
    stamps: &[Value], //~ large-arg-not-skipped
) -> ApiResult<usize> {
    let mut count = 0;
    for stamp in stamps {
        let provider = stamp["credentialSubject"]["provider"].as_str().unwrap_or_default();
        sqlx::query("INSERT INTO ceramic_cache_ceramiccache (address, provider, stamp) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
            .bind(address)
            .bind(provider)
            .bind(stamp)
            .execute(&mut **tx)
            .await?;
        count += 1;
    }
    info!(count, "Saved stamps to ceramic cache"); //~? redundant-db-log, log-level
    Ok(count)
}

#[instrument(skip(tx))] //~ instrumented-single-query //~? error-not-recorded
pub async fn bulk_insert_hash_links(
    tx: &mut Transaction<'_, Postgres>,
    links: Vec<(String, String, i64, DateTime<Utc>)>, //~ large-arg-not-skipped
) -> ApiResult<u64> {
    let (hashes, addresses): (Vec<_>, Vec<_>) = links.iter().map(|(h, a, ..)| (h.clone(), a.clone())).unzip();
    let result = sqlx::query("INSERT INTO registry_hashscorerlink (hash, address) SELECT * FROM UNNEST($1::text[], $2::text[])")
        .bind(&hashes)
        .bind(&addresses)
        .execute(&mut **tx)
        .await?;
    debug!("Inserted {} hash links", result.rows_affected()); //~ redundant-db-log
    Ok(result.rows_affected())
}

#[instrument(skip(tx, score), fields(address = %score.address, score = %score.score), err)] //~ instrumented-single-query //~? raw-instrument
pub async fn upsert_score(tx: &mut Transaction<'_, Postgres>, score: &V2ScoreResponse, scorer_id: i64) -> ApiResult<()> {
    sqlx::query("INSERT INTO registry_score (address, scorer_id, score) VALUES ($1, $2, $3) ON CONFLICT (address, scorer_id) DO UPDATE SET score = $3")
        .bind(&score.address)
        .bind(scorer_id)
        .bind(score.score)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
