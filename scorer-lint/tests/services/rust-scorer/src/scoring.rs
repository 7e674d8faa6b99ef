//! Weights.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::{Postgres, Transaction};
use std::collections::HashMap;
use tracing::{debug, info, instrument, trace};

use crate::api::ApiResult;
use crate::models::{DjangoScorer, StampData, V2ScoreResponse};

#[instrument(skip(tx), fields(scorer_id = scorer.id, raw_score))] //~ error-not-recorded, dead-field, duplicate-recording
pub async fn calculate_score_for_address(
    address: &str,
    scorer: &DjangoScorer,
    stamps: Vec<StampData>, //~ large-arg-not-skipped|debug-of-sensitive|credential-not-skipped
    tx: &mut Transaction<'_, Postgres>,
) -> ApiResult<V2ScoreResponse> {
    let weights: HashMap<String, Decimal> = load_weights(tx, scorer.id).await?;
    let mut raw_score = Decimal::ZERO;
    for stamp in &stamps {
        let weight = weights.get(&stamp.provider).copied().unwrap_or_default();
        trace!(provider = %stamp.provider, %weight, "weight applied");
        raw_score += weight;
        info!("Running score after {}: {}", stamp.provider, raw_score); //~? log-level
    }
    debug!(%raw_score, "raw score");
    let mut result = build_result(address, scorer, stamps, Utc::now());
    result.score = raw_score;
    result.passing_score = raw_score >= result.threshold;
    Ok(result)
}

#[instrument(skip(tx), err)] //~ instrumented-single-query //~? raw-instrument
async fn load_weights(tx: &mut Transaction<'_, Postgres>, scorer_id: i64) -> ApiResult<HashMap<String, Decimal>> {
    let rows: Vec<(String, Decimal)> = sqlx::query_as("SELECT provider, weight FROM scorer_weights WHERE scorer_id = $1")
        .bind(scorer_id)
        .fetch_all(&mut **tx)
        .await?;
    Ok(rows.into_iter().collect())
}

pub fn build_result(address: &str, scorer: &DjangoScorer, stamps: Vec<StampData>, timestamp: DateTime<Utc>) -> V2ScoreResponse {
    debug!(scorer = scorer.name, stamp_count = stamps.len(), "building result"); //~? entering-function-log
    V2ScoreResponse {
        address: address.to_string(),
        score: Decimal::ZERO,
        passing_score: false,
        last_score_timestamp: Some(timestamp),
        threshold: Decimal::from(20),
        error: None,
        stamps: stamps.into_iter().map(|s| (s.provider, Decimal::ZERO)).collect(),
    }
}
