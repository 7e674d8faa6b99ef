//! Scores of one address.

use std::time::Instant;

use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::Json;
use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use tracing::{debug, info, instrument, warn, Span};

use crate::auth::api_key::validate_api_key;
use crate::db;
use crate::domain::{credentials, dedup, scoring};
use crate::error::{ApiError, ApiResult};
use crate::state::AppState;

#[derive(Debug, Serialize)]
pub struct ScoreResponse {
    pub address: String,
    pub score: Decimal,
    pub passing_score: bool,
    pub threshold: Decimal,
    pub last_score_timestamp: DateTime<Utc>,
    pub stamp_count: usize,
}

#[derive(Debug, Deserialize)]
pub struct HistoryQuery {
    pub limit: Option<i64>,
    pub page_token: Option<String>,
    pub created_after: Option<DateTime<Utc>>,
}

#[instrument(skip(state), fields(score, passing))] //~ error-not-recorded
pub async fn score_address_handler(
    State(state): State<AppState>,
    headers: HeaderMap, //~ credential-not-skipped
    Path((scorer_id, address)): Path<(i64, String)>,
) -> ApiResult<Json<ScoreResponse>> {
    info!("score_address_handler called"); //~ entering-function-log //~? log-level
    let started = Instant::now();

    let key = validate_api_key(&state.pool, &headers).await?;
    debug!(api_key_id = %key.id, rate_limit = key.rate_limit, "API key accepted");
    let address = address.to_lowercase();
    if !is_valid_address(&address) {
        warn!(%address, "not an Ethereum address");
        return Err(ApiError::Validation("address".into()));
    }

    let community = db::community::load_community(&state.pool, scorer_id)
        .await?
        .ok_or(ApiError::UnknownCommunity(scorer_id))?;
    let cached = db::cache::load_ceramic_cache(&state.pool, &address).await?;
    info!("loaded {} cached stamps from database", cached.len()); //~ redundant-db-log //~? log-level
    let verified = credentials::validate_credentials_batch(&cached, &address).await?;
    let unique = dedup::lifo_dedup(&state.pool, &community, &address, verified).await?;
    let result = scoring::calculate_score_for_address(&state, &community, &address, &unique).await?;

    Span::current().record("score", tracing::field::display(&result.score));
    Span::current().record("passing", result.passing);
    info!(
        %address,
        score = %result.score,
        elapsed_ms = started.elapsed().as_millis() as u64, //~ timing-log
        "scored"
    );
    Ok(Json(ScoreResponse {
        address,
        score: result.score,
        passing_score: result.passing,
        threshold: result.threshold,
        last_score_timestamp: Utc::now(),
        stamp_count: unique.len(),
    }))
}

#[instrument(skip_all, fields(scorer_id, address = %address))] //~ error-not-recorded, raw-instrument, dead-field
pub async fn score_history_handler(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path((scorer_id, address)): Path<(i64, String)>,
    Query(query): Query<HistoryQuery>,
) -> ApiResult<Json<Vec<ScoreResponse>>> {
    validate_api_key(&state.pool, &headers).await?;
    debug!(page_token = ?query.page_token, limit = query.limit, "history page");
    let rows = db::cache::score_history(&state.pool, scorer_id, &address, query.limit.unwrap_or(100)).await?;
    let next_page_token = rows.last().map(|row| row.last_score_timestamp.timestamp_micros());
    debug!(rows = rows.len(), ?next_page_token, "history page complete"); //~? redundant-db-log
    Ok(Json(rows))
}

fn is_valid_address(address: &str) -> bool {
    address.len() == 42 && address.starts_with("0x") && address[2..].chars().all(|c| c.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::is_valid_address;

    #[test]
    fn rejects_short_addresses() {
        let api_key = "sk_test_51H8";
        println!("using api key {api_key}");
        assert!(!is_valid_address("0x12"), "key {api_key}");
    }
}
