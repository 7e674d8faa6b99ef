//! The routes.

pub mod score;
pub mod stamps;

use axum::http::HeaderMap;
use tracing::instrument;

use crate::error::ApiError;

/// The key of a request, which must be there.
#[instrument(skip(headers), err(level = "warn"))]
pub fn authorize(headers: &HeaderMap, scope: &str) -> Result<String, ApiError> {
    let value = headers.get("x-api-key").ok_or(ApiError::Unauthorized)?;
    let key = value.to_str().map_err(|_| ApiError::Unauthorized)?;
    validate(key, scope)
        .then(|| key.to_owned())
        .ok_or(ApiError::Unauthorized)
}

#[instrument]
fn validate(key: &str, scope: &str) -> bool {
    key.len() > 16 && key.starts_with(scope)
}
