//! Handlers.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use scorer_instrument::{record, scorer_span};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tracing::{debug, info, trace, warn};

use super::Shared;
use crate::domain::{self, ScoreError};

#[derive(Debug, Deserialize)]
pub struct Page {
    pub limit: Option<u32>,
    pub page_token: Option<String>,
    pub sort_key: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct Scored {
    pub address: String,
    pub score: Decimal,
    pub at: DateTime<Utc>,
}

#[scorer_span(skip(shared, headers), fields(score), err)]
pub async fn score_handler(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    Path(address): Path<String>,
) -> Result<Json<Scored>, ScoreError> {
    let fresh = headers.get("cache-control").is_some_and(|value| value == "no-cache");
    debug!(fresh, header_count = headers.len(), "cache wanted");
    let score = domain::score_of(&shared.store, &address).await?;
    record!(score = score);
    info!(%address, %score, "scored");
    Ok(Json(Scored { address, score, at: Utc::now() }))
}

#[scorer_span(skip(shared, addresses), fields(address_count = addresses.len()), err(level = "warn"))]
pub async fn enqueue_handler(
    State(shared): State<Arc<Shared>>,
    Json(addresses): Json<Vec<String>>,
) -> Result<StatusCode, ScoreError> {
    let job_key = shared.queue.push(addresses).await?;
    info!(%job_key, "job accepted");
    Ok(StatusCode::ACCEPTED)
}

#[scorer_span(skip(shared, page), fields(limit = page.limit, has_token = page.page_token.is_some()), err)]
pub async fn page_handler(
    State(shared): State<Arc<Shared>>,
    Query(page): Query<Page>,
) -> Result<Json<Vec<Scored>>, ScoreError> {
    let cursor = page.page_token.as_deref();
    debug!(cursor, sort_key = page.sort_key, "page"); //~? entering-function-log
    let rows = shared.store.page(cursor, page.limit.unwrap_or(50)).await?;
    let next_token = rows.last().map(|row| row.at.timestamp_millis());
    trace!(next_token, page_token = ?page.page_token, "next page");
    debug!(?page, "served");
    Ok(Json(rows))
}

#[scorer_span(err)]
pub async fn file_handler(Path(name): Path<String>) -> Result<Vec<u8>, ScoreError> {
    let bytes = tokio::fs::read(format!("/var/files/{}", name.replace('/', "_"))).await?;
    let checksum = hex::encode(Sha256::digest(&bytes));
    let etag = &checksum[..16];
    debug!(file_hash = %checksum, etag, size = bytes.len(), "file read");
    trace!(sha256 = checksum.as_str(), "digest");
    if bytes.is_empty() {
        warn!("{name} is empty: its hash {checksum} is that of nothing");
    }
    Ok(bytes)
}
