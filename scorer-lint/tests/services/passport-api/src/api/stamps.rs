//! Stamps of an address.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::Json;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tracing::{debug, error, info, instrument, warn};
use uuid::Uuid;

use crate::auth::api_key::validate_api_key;
use crate::db::cache;
use crate::domain::credentials::Stamp;
use crate::error::{ApiError, ApiResult};
use crate::state::AppState;

#[derive(Debug, Deserialize)]
pub struct AddStamps {
    pub scorer_id: i64,
    pub stamps: Vec<Value>,
}

#[derive(Debug, Serialize)]
pub struct AddStampsResponse {
    pub success: bool,
    pub stamp_ids: Vec<Uuid>,
}

pub async fn list_stamps( //~ key-function-not-instrumented
    State(state): State<AppState>,
    headers: HeaderMap,
    Path(address): Path<String>,
) -> ApiResult<Json<Vec<Stamp>>> {
    let key = validate_api_key(&state.pool, &headers).await?;
    debug!("listing stamps of {address} for key {}", key.id);
    Ok(Json(cache::load_ceramic_cache(&state.pool, &address).await?))
}

#[instrument(skip(state, headers))] //~ error-not-recorded
pub async fn add_stamps(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path(address): Path<String>,
    Json(body): Json<AddStamps>, //~ large-arg-not-skipped
) -> ApiResult<(StatusCode, Json<AddStampsResponse>)> {
    debug!("headers: {:?}", headers); //~ secret-in-message|debug-of-sensitive
    validate_api_key(&state.pool, &headers).await?;
    if body.stamps.len() > 200 {
        warn!(stamp_count = body.stamps.len(), "too many stamps");
        return Err(ApiError::Validation("at most 200 stamps".into()));
    }

    let mut stamp_ids = Vec::with_capacity(body.stamps.len());
    let mut tx = state.pool.begin().await?;
    for stamp in &body.stamps {
        let provider = stamp["provider"].as_str().unwrap_or_default();
        let id = cache::insert_stamp(&mut tx, &address, provider, stamp).await?;
        debug!(%id, provider, "stamp stored"); //~? redundant-db-log
        stamp_ids.push(id);
    }
    tx.commit().await?;

    let notify = state.clone();
    let owner = address.clone();
    tokio::spawn(async move { //~ detached-spawn
        if let Err(error) = notify_listeners(&notify, &owner).await {
            warn!(%error, "listeners were not told");
        }
    });
    info!(%address, stamp_count = stamp_ids.len(), "stamps added");
    Ok((StatusCode::CREATED, Json(AddStampsResponse { success: true, stamp_ids })))
}

#[instrument(skip(state, headers), err)] //~ raw-instrument
pub async fn delete_stamp(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path((address, stamp_id)): Path<(String, Uuid)>,
) -> ApiResult<StatusCode> {
    let key = validate_api_key(&state.pool, &headers).await?;
    let deleted = cache::delete_stamp(&state.pool, &address, stamp_id).await?;
    if deleted == 0 {
        debug!(key_id = %key.id, "nothing to delete");
        return Ok(StatusCode::NOT_FOUND);
    }
    info!(%address, %stamp_id, "stamp deleted");
    Ok(StatusCode::NO_CONTENT)
}

async fn notify_listeners(state: &AppState, address: &str) -> anyhow::Result<()> {
    let mut delay = std::time::Duration::from_millis(100);
    for attempt in 1..=3 {
        let sent = state
            .http
            .post(format!("{}/notify", state.settings.ceramic_url))
            .bearer_auth(&state.settings.jwt_secret)
            .json(&serde_json::json!({ "address": address }))
            .send()
            .await;
        match sent {
            Ok(_) => return Ok(()),
            Err(error) if attempt < 3 => {
                error!(attempt, %error, delay_ms = delay.as_millis() as u64, "notification failed, retrying"); //~ log-level
                tokio::time::sleep(delay).await;
                delay *= 2;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
