//! Handlers.

use axum::{
    extract::{Path, Query, State},
    http::HeaderMap,
    Json,
};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use sqlx::PgPool;
use std::collections::HashMap;
use tracing::{debug, error, info, instrument, warn};

use crate::api::{ApiError, ApiResult};
use crate::auth::{validate_api_key, ApiKeyValidator};
use crate::auth::credentials::validate_credentials_batch;
use crate::db::{read, write};
use crate::dedup::lifo_dedup;
use crate::human_points::process_human_points;
use crate::models::{DjangoScorer, V2ScoreResponse};
use crate::scoring::{build_result, calculate_score_for_address};

#[derive(Debug, Deserialize)]
pub struct ScoreQueryParams {
    pub include_human_points: Option<bool>,
}

/// GET /v2/stamps/{scorer_id}/score/{address}
#[instrument(skip(pool, headers), fields(scorer_id, address))] //~ dead-field, error-not-recorded, raw-instrument
pub async fn score_address_handler(
    Path((scorer_id, address)): Path<(i64, String)>,
    Query(params): Query<ScoreQueryParams>,
    headers: HeaderMap,
    State(pool): State<PgPool>,
) -> ApiResult<Json<V2ScoreResponse>> {
    info!("Processing score request for address: {}", address); //~? log-level, entering-function-log
    let start = std::time::Instant::now();

    let api_key_data = validate_api_key(&pool, &headers, "/v2/stamps").await?;
    debug!(api_key_id = %api_key_data.id, "API key validated successfully");
    ApiKeyValidator::new(pool.clone()).track_usage(&api_key_data.id, "/v2/stamps/{scorer_id}/score/{address}", "GET", Some(200), &headers).await?;

    let result = score_address(&pool, scorer_id, &address.to_lowercase(), params.include_human_points.unwrap_or(false)).await;
    let duration = start.elapsed();
    info!(duration_ms = duration.as_millis() as u64, "Request completed"); //~ timing-log
    result.map(Json)
}

#[instrument(skip(pool))] //~ error-not-recorded
pub async fn internal_score_handler(
    Path((scorer_id, address)): Path<(i64, String)>,
    Query(params): Query<HashMap<String, String>>, //~ large-arg-not-skipped
    State(pool): State<PgPool>,
) -> ApiResult<Json<V2ScoreResponse>> {
    let human_points = params.get("include_human_points").map(|v| v == "true").unwrap_or(false);
    Ok(Json(score_address(&pool, scorer_id, &address, human_points).await?))
}

pub async fn embed_score_handler( //~ key-function-not-instrumented
    Path((scorer_id, address)): Path<(i64, String)>,
    State(pool): State<PgPool>,
    Json(stamps): Json<Vec<serde_json::Value>>,
) -> ApiResult<Json<V2ScoreResponse>> {
    info!(stamp_count = stamps.len(), %address, "embed score");
    let mut tx = pool.begin().await?;
    write::bulk_upsert_ceramic_cache(&mut tx, &address, &stamps).await?;
    tx.commit().await?;
    Ok(Json(score_address(&pool, scorer_id, &address, false).await?))
}

pub async fn health_check() -> &'static str { //~? key-function-not-instrumented
    "OK"
}

#[instrument(skip(pool), err)] //~ raw-instrument
async fn score_address(pool: &PgPool, scorer_id: i64, address: &str, include_human_points: bool) -> ApiResult<V2ScoreResponse> {
    let timestamp: DateTime<Utc> = Utc::now();
    let mut tx = pool.begin().await?;
    debug!("Started database transaction"); //~ redundant-db-log
    let scorer: DjangoScorer = read::load_community(&mut tx, scorer_id)
        .await?
        .ok_or_else(|| ApiError::NotFound(format!("Scorer {} not found", scorer_id)))?;
    let cache = read::load_ceramic_cache(&mut tx, address).await?;
    if cache.is_empty() {
        info!("No stamps found for address {}, returning zero score", address);
        let zero = build_result(address, &scorer, Vec::new(), timestamp);
        write::upsert_score(&mut tx, &zero, scorer.id).await?;
        tx.commit().await?;
        return Ok(zero);
    }
    let valid = validate_credentials_batch(&cache, address).await?;
    debug!(valid = valid.len(), total = cache.len(), "credentials validated");
    let deduped = lifo_dedup(&valid, address, scorer.community_id, &mut tx).await?;
    let clashing = deduped.clashing.len();
    let score = calculate_score_for_address(address, &scorer, deduped.valid, &mut tx).await?;
    write::upsert_score(&mut tx, &score, scorer.id).await?;
    if include_human_points {
        if let Err(e) = process_human_points(&score, &valid, &mut tx).await {
            error!("Failed to process human points: {}", e); //~? log-level
        }
    }
    tx.commit().await?;
    if clashing > 0 {
        warn!(clashing, "stamps were claimed by other addresses");
    }
    info!(address = %address, score = %score.score, passing = score.passing_score, "Score calculated");
    Ok(score)
}
