//! Administration of API keys and rules.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::Json;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use tracing::{debug, info, instrument, warn};
use uuid::Uuid;

use crate::auth::api_key::{generate_api_key, hash_api_key};
use crate::auth::jwt::Admin;
use crate::error::{ApiError, ApiResult};
use crate::state::AppState;

#[derive(Debug, Deserialize)]
pub struct CreateApiKey {
    pub name: String,
    pub owner_email: String,
    pub rate_limit: u32,
}

#[derive(Serialize)]
pub struct CreatedApiKey {
    pub id: Uuid,
    /// Shown once.
    pub api_key: String,
}

#[derive(Debug, Serialize, sqlx::FromRow)]
pub struct ApiKeyRow {
    pub id: Uuid,
    pub name: String,
    pub prefix: String,
    pub hashed_key: String,
    pub rate_limit: i32,
}

#[instrument(skip(state, admin), fields(owner = %request.owner_email))] //~ pii-field, error-not-recorded, duplicate-recording
pub async fn create_api_key(
    State(state): State<AppState>,
    admin: Admin,
    Json(request): Json<CreateApiKey>, //~ large-arg-not-skipped|debug-of-sensitive|pii-field|credential-not-skipped
) -> ApiResult<(StatusCode, Json<CreatedApiKey>)> {
    let api_key = generate_api_key();
    debug!("generated {}", api_key); //~ secret-in-message
    let hashed = hash_api_key(&api_key);
    let id = Uuid::new_v4();
    sqlx::query("INSERT INTO api_keys (id, name, owner_email, hashed_key, rate_limit) VALUES ($1, $2, $3, $4, $5)")
        .bind(id)
        .bind(&request.name)
        .bind(&request.owner_email)
        .bind(&hashed)
        .bind(request.rate_limit as i32)
        .execute(&state.pool)
        .await?;
    info!(%id, name = %request.name, admin_id = %admin.id, "API key created");
    info!(email = %request.owner_email, "owner notified"); //~ pii-field
    Ok((StatusCode::CREATED, Json(CreatedApiKey { id, api_key })))
}

pub async fn list_api_keys(State(state): State<AppState>, admin: Admin) -> ApiResult<Json<Vec<ApiKeyRow>>> { //~ key-function-not-instrumented
    let rows: Vec<ApiKeyRow> = sqlx::query_as("SELECT id, name, prefix, hashed_key, rate_limit FROM api_keys")
        .fetch_all(&state.pool)
        .await?;
    debug!(admin = %admin.id, "keys: {rows:?}"); //~ debug-of-sensitive|secret-in-message
    Ok(Json(rows))
}

#[instrument(skip_all, fields(api_key_id = %id), err)] //~ raw-instrument
pub async fn revoke_api_key(
    State(state): State<AppState>,
    admin: Admin,
    Path(id): Path<Uuid>,
) -> ApiResult<StatusCode> {
    let result = sqlx::query("UPDATE api_keys SET revoked_at = now() WHERE id = $1")
        .bind(id)
        .execute(&state.pool)
        .await?;
    if result.rows_affected() == 0 {
        warn!("no such API key");
        return Err(ApiError::Validation("no such API key".into()));
    }
    info!(admin_id = %admin.id, "API key revoked");
    Ok(StatusCode::NO_CONTENT)
}

#[instrument(skip(state, admin))] //~ error-not-recorded
pub async fn update_rules(
    State(state): State<AppState>,
    admin: Admin,
    Path(community_id): Path<i64>,
    Json(weights): Json<HashMap<String, Decimal>>, //~ large-arg-not-skipped
) -> ApiResult<StatusCode> {
    let total: Decimal = weights.values().sum();
    info!(%total, "intermediate total of weights"); //~ log-level
    let mut tx = state.pool.begin().await?;
    for (provider, weight) in &weights {
        sqlx::query("INSERT INTO weights (community_id, provider, weight) VALUES ($1, $2, $3)")
            .bind(community_id)
            .bind(provider)
            .bind(weight)
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await?;
    state.weights.invalidate(&community_id).await;
    info!(community_id, admin_id = %admin.id, rules = weights.len(), "rules updated");
    Ok(StatusCode::OK)
}
