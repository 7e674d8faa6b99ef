//! Stamps: what an address has collected.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::Json;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tracing::{debug, instrument, Instrument};

use crate::error::ApiError;
use crate::store::stamps as store;
use crate::AppState;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Stamp {
    pub provider: String,
    pub hash: String,
    pub expires_at: i64,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Submission {
    pub address: String,
    pub stamps: Vec<Stamp>,
    #[serde(default)]
    pub metadata: Value,
}

#[instrument(skip(state, headers), fields(address = %address))]
pub async fn list(
    State(state): State<AppState>,
    Path(address): Path<String>,
    headers: HeaderMap,
) -> Result<Json<Vec<Stamp>>, ApiError> {
    super::authorize(&headers, "read")?;
    let stamps = store::of_address(&state.pool, &address).await?;
    if stamps.is_empty() {
        return Err(ApiError::NotFound);
    }
    Ok(Json(stamps))
}

#[instrument]
pub async fn submit(
    State(state): State<AppState>,
    headers: HeaderMap,
    Json(submission): Json<Submission>,
) -> Result<StatusCode, ApiError> {
    super::authorize(&headers, "write")?;
    let kept = deduplicated(&submission.stamps, 0);
    let span = tracing::info_span!("store", count = kept.len());
    store::insert_all(&state.pool, &submission.address, &kept)
        .instrument(span)
        .await?;
    let size = describe(&submission.metadata)?;
    debug!(size, "stored");
    Ok(StatusCode::CREATED)
}

#[instrument(fields(given = stamps.len(), now), ret)]
pub fn deduplicated(stamps: &[Stamp], now: i64) -> Vec<Stamp> {
    let mut kept: Vec<Stamp> = Vec::new();
    for stamp in stamps.iter().filter(|stamp| stamp.expires_at >= now) {
        if !kept.iter().any(|known| known.hash == stamp.hash) {
            kept.push(stamp.clone());
        }
    }
    kept
}

#[instrument(skip_all, err)]
fn describe(metadata: &Value) -> Result<usize, serde_json::Error> {
    Ok(serde_json::to_string(metadata)?.len())
}
