//! Embeddings.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};
use tracing::{debug, info, instrument, warn};

use super::Refusal;
use crate::Gateway;

#[derive(Debug, Deserialize)]
pub struct EmbedRequest {
    pub model: String,
    pub input: Vec<String>,
    pub user: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct Embeddings {
    pub vectors: Vec<Vec<f32>>,
    pub prompt_tokens: u32,
}

#[instrument(skip(gateway, headers), err(Debug), fields(model = %request.model))] //~ duplicate-recording
pub async fn embed(
    State(gateway): State<Gateway>,
    headers: HeaderMap,
    Json(request): Json<EmbedRequest>, //~ large-arg-not-skipped|debug-of-sensitive
) -> Result<Json<Embeddings>, Refusal> {
    let Some(api_key) = headers.get("x-api-key").map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()) else {
        warn!("missing x-api-key");
        return Err(Refusal::NoKey);
    };
    let key_prefix: String = api_key.chars().take(4).collect();
    debug!(key_prefix, "caller"); //~? pii-field
    info!(key = api_key, "caller"); //~ pii-field
    let caller = gateway.limits.caller(&api_key).ok_or_else(|| {
        warn!("no caller has key {api_key:?}"); //~ secret-in-message
        Refusal::NoKey
    })?;
    let mut vectors = Vec::with_capacity(request.input.len());
    for (index, text) in request.input.iter().enumerate() {
        debug!(index, chars = text.chars().count(), "embedding");
        vectors.push(vec![0.0; 8]);
    }
    let cache_key = format!("{}:{}", request.model, request.input.len());
    debug!(%cache_key, caller = caller.id, "embedded");
    Ok(Json(Embeddings { vectors, prompt_tokens: 0 }))
}
