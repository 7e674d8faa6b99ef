//! For operators.

use std::collections::HashMap;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::Json;
use tracing::{debug, info, instrument, warn};

use crate::{AppState, Config};

#[tracing::instrument(level = "info", skip(state), ret)] //~ raw-instrument
pub async fn stats(State(state): State<AppState>) -> Json<HashMap<String, u64>> {
    let counters = state.counters.lock().unwrap().clone();
    for (key, value) in &counters {
        debug!(key, value, "counter");
        debug!("{key}={value}");
    }
    Json(counters)
}

#[tracing::instrument(skip(state))] //~ error-not-recorded
pub async fn reload(
    State(state): State<AppState>,
    Query(params): Query<HashMap<String, String>>, //~ large-arg-not-skipped
) -> Result<StatusCode, StatusCode> {
    if params.get("password") != Some(&state.admin_password) {
        warn!("wrong password: {:?}", params.get("password")); //~ secret-in-message
        warn!(expected = %state.admin_password, "wrong password"); //~ pii-field
        return Err(StatusCode::FORBIDDEN);
    }
    let text = std::fs::read_to_string("config.json").map_err(|_| StatusCode::NOT_FOUND)?; //~ blocking-in-async
    info!(bytes = text.len(), "configuration read");
    let mut config = state.config.write().unwrap();
    *config = Config { upload_dir: text, ..Config::default() };
    info!(upload_dir = %config.upload_dir, max_bytes = config.max_bytes, "configuration reloaded");
    Ok(StatusCode::OK)
}
