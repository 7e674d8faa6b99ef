//! Who calls.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;
use scorer_instrument::scorer_span;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use tracing::{Span, debug, field, warn};
use uuid::Uuid;

use crate::http::Shared;

#[derive(Clone)]
pub struct ApiKeyRecord {
    pub id: Uuid,
    pub hash: Vec<u8>,
    pub rate_limit: u32,
    pub expires_at: i64,
}

#[derive(Clone, Copy, Debug)]
pub struct Caller {
    pub key_id: Uuid,
    pub rate_limit: u32,
}

#[scorer_span(skip_all, fields(api_key_id = field::Empty, rate_limit = field::Empty), err(Debug, level = "warn"))]
pub async fn authenticate(
    State(shared): State<Arc<Shared>>,
    mut request: Request,
    next: Next,
) -> Result<Response, StatusCode> {
    let Some(api_key) = request.headers().get("x-api-key").and_then(|value| value.to_str().ok()) else {
        warn!("no x-api-key header: credentials are missing");
        return Err(StatusCode::UNAUTHORIZED);
    };
    debug!(api_key.len = api_key.len(), api_key.present = true, "header found");
    let prefix = api_key.split('.').next().unwrap_or_default();
    let record = match shared.store.api_key(prefix).await {
        Ok(Some(record)) => record,
        Ok(None) => {
            warn!("the API key is unknown");
            return Err(StatusCode::UNAUTHORIZED);
        }
        Err(error) => {
            warn!(%error, "the API key could not be looked up");
            return Err(StatusCode::SERVICE_UNAVAILABLE);
        }
    };
    let digest = Sha256::digest(api_key.as_bytes());
    if !bool::from(digest.as_slice().ct_eq(&record.hash)) {
        warn!(api_key_id = %record.id, "secret mismatch for api key {}", record.id);
        return Err(StatusCode::UNAUTHORIZED);
    }
    let ttl = record.expires_at - chrono::Utc::now().timestamp();
    debug!(token_ttl = ttl, key_expires_at = record.expires_at, "api key accepted");
    Span::current().record("api_key_id", field::display(record.id));
    Span::current().record("rate_limit", record.rate_limit);
    let caller = Caller { key_id: record.id, rate_limit: record.rate_limit };
    debug!(?caller, "caller");
    request.extensions_mut().insert(caller);
    Ok(next.run(request).await)
}
