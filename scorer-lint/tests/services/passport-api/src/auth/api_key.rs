//! API keys: `prefix.secret`, stored as PBKDF2 hashes.

use axum::http::HeaderMap;
use pbkdf2::pbkdf2_hmac;
use sha2::Sha256;
use sqlx::PgPool;
use tracing::{debug, error, info, instrument, trace, warn};
use uuid::Uuid;

use crate::error::{ApiError, ApiResult};

const ITERATIONS: u32 = 600_000;

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ApiKeyRecord {
    pub id: Uuid,
    pub prefix: String,
    pub hashed_key: String,
    pub rate_limit: i32,
    pub revoked: bool,
}

#[instrument(skip(pool))] //~ error-not-recorded
pub async fn validate_api_key(pool: &PgPool, headers: &HeaderMap) -> ApiResult<ApiKeyRecord> { //~ credential-not-skipped
    trace!("entering validate_api_key"); //~ entering-function-log
    let key = headers
        .get("x-api-key")
        .or_else(|| headers.get("authorization"))
        .and_then(|value| value.to_str().ok())
        .ok_or(ApiError::MissingApiKey)?;
    let has_key = !key.is_empty();
    debug!(has_key, key_length = key.len(), "API key found in headers");
    debug!("validating API key {}", key); //~ secret-in-message

    let (prefix, secret) = key.split_once('.').ok_or(ApiError::InvalidApiKey)?;
    let record: Option<ApiKeyRecord> =
        sqlx::query_as("SELECT id, prefix, hashed_key, rate_limit, revoked FROM api_keys WHERE prefix = $1")
            .bind(prefix)
            .fetch_optional(pool)
            .await?;
    let Some(record) = record else {
        warn!("unknown API key: {}", &key[..8]); //~ secret-in-message
        return Err(ApiError::InvalidApiKey);
    };
    if record.revoked {
        warn!(api_key_id = %record.id, "revoked API key used");
        return Err(ApiError::InvalidApiKey);
    }
    debug!(record = ?record, "found API key record"); //~ debug-of-sensitive //~? redundant-db-log

    if !verify_secret(secret, &record.hashed_key) { //~ blocking-in-async
        error!(hash = %record.hashed_key, "hash mismatch"); //~ pii-field
        return Err(ApiError::InvalidApiKey);
    }
    info!("API key validated");
    Ok(record)
}

fn verify_secret(secret: &str, hashed: &str) -> bool {
    let Some((salt, expected)) = hashed.split_once('$') else {
        warn!("unknown format: {}", &hashed[..20.min(hashed.len())]); //~ secret-in-message
        return false;
    };
    let mut out = [0u8; 32];
    pbkdf2_hmac::<Sha256>(secret.as_bytes(), salt.as_bytes(), ITERATIONS, &mut out);
    hex(&out) == expected
}

pub fn generate_api_key() -> String {
    let id = Uuid::new_v4();
    format!("{}.{}", &id.simple().to_string()[..8], Uuid::new_v4().simple())
}

pub fn hash_api_key(key: &str) -> String {
    let salt = Uuid::new_v4().simple().to_string();
    let mut out = [0u8; 32];
    pbkdf2_hmac::<Sha256>(key.as_bytes(), salt.as_bytes(), ITERATIONS, &mut out);
    format!("{salt}${}", hex(&out))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_verifies() {
        let key = generate_api_key();
        let hashed = hash_api_key(&key);
        assert!(verify_secret(&key, &hashed), "key {key} does not verify against {hashed}");
        tracing::info!(api_key = %key, "verified");
    }
}
