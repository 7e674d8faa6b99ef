//! API keys.

pub mod credentials;

use axum::http::HeaderMap;
use pbkdf2::pbkdf2_hmac;
use sha2::{Digest, Sha256};
use sqlx::{PgPool, Row};
use tracing::{debug, error, info, instrument, warn};

use crate::api::{ApiError, ApiResult};

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ApiKeyData {
    pub id: String,
    pub prefix: String,
    pub hashed_key: String,
    pub rate_limit: Option<String>,
    pub revoked: bool,
    pub submit_passports: bool,
}

pub struct ApiKeyValidator {
    pool: PgPool,
}

#[instrument(skip(pool, headers), fields(has_api_key = headers.contains_key("x-api-key")), err(level = "warn"))] //~ raw-instrument
pub async fn validate_api_key(pool: &PgPool, headers: &HeaderMap, path: &str) -> ApiResult<ApiKeyData> {
    let api_key = headers
        .get("X-API-Key")
        .and_then(|v| v.to_str().ok())
        .or_else(|| headers.get("AUTHORIZATION").and_then(|v| v.to_str().ok()))
        .ok_or_else(|| ApiError::Unauthorized("API key missing".to_string()))?;
    let prefix = api_key.split('.').next().unwrap_or("");
    debug!("Looking up API key with prefix {}", prefix); //~? secret-in-message
    let data = get_from_key(pool, api_key).await?;
    debug!("Authenticated with {:?}", data); //~ debug-of-sensitive|secret-in-message
    if data.revoked {
        warn!(api_key_id = %data.id, path, "Revoked API key used");
        return Err(ApiError::Unauthorized("API key revoked".into()));
    }
    Ok(data)
}

#[instrument(skip(pool))] //~ error-not-recorded //~? raw-instrument
async fn get_from_key(pool: &PgPool, key: &str) -> ApiResult<ApiKeyData> { //~ credential-not-skipped
    let (prefix, _) = key.split_once('.').ok_or_else(|| ApiError::Unauthorized("Invalid API key format".into()))?;
    let rows = sqlx::query_as::<_, ApiKeyData>("SELECT * FROM account_accountapikey WHERE prefix = $1")
        .bind(prefix)
        .fetch_all(pool)
        .await?;
    debug!("Found {} API keys with matching prefix", rows.len()); //~? redundant-db-log
    for row in rows {
        let start = std::time::Instant::now();
        let matches = verify_django_password(key, &row.hashed_key)?; //~? blocking-in-async
        debug!("Password verification took {:?}", start.elapsed()); //~ timing-log
        if matches {
            return Ok(row);
        }
    }
    Err(ApiError::Unauthorized("Invalid API Key.".into()))
}

fn verify_django_password(key: &str, hashed_key: &str) -> ApiResult<bool> {
    if let Some(expected) = hashed_key.strip_prefix("sha512$$") {
        return Ok(format!("{:x}", Sha256::digest(key)) == expected);
    }
    let parts: Vec<&str> = hashed_key.split('$').collect();
    let [algorithm, iterations, salt, hash] = parts[..] else {
        warn!("unknown format: {}", &hashed_key[..20.min(hashed_key.len())]); //~ secret-in-message
        return Ok(false);
    };
    debug!(algorithm, iterations, "verifying");
    debug!("comparing against {hash} with salt {salt}"); //~ secret-in-message
    let iterations: u32 = iterations.parse().map_err(|e| ApiError::Internal(format!("iterations: {e}")))?;
    let mut output = [0u8; 32];
    pbkdf2_hmac::<Sha256>(key.as_bytes(), salt.as_bytes(), iterations, &mut output);
    let is_valid = constant_time_eq::constant_time_eq(hash.as_bytes(), &output);
    if !is_valid {
        debug!("API key verification failed: hash mismatch");
    }
    Ok(is_valid)
}

impl ApiKeyValidator {
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }

    #[instrument(skip(self, headers), fields(api_key_id), err)] //~ dead-field //~? raw-instrument, instrumented-single-query
    pub async fn track_usage(
        &self,
        api_key_id: &str,
        path: &str,
        method: &str,
        status_code: Option<i32>,
        headers: &HeaderMap,
    ) -> ApiResult<()> {
        let cleaned: serde_json::Value = headers
            .iter()
            .filter(|(name, _)| name.as_str() != "x-api-key" && name.as_str() != "authorization")
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap_or("").to_string()))
            .map(|(name, value)| (name, value.into()))
            .collect::<serde_json::Map<_, _>>()
            .into();
        sqlx::query("INSERT INTO account_accountapikeyanalytics (api_key_id, path, method, status_code, headers) VALUES ($1, $2, $3, $4, $5)")
            .bind(api_key_id)
            .bind(path)
            .bind(method)
            .bind(status_code)
            .bind(cleaned)
            .execute(&self.pool)
            .await?;
        info!("API key usage tracked"); //~? log-level
        Ok(())
    }

    pub async fn prefixes(&self) -> ApiResult<Vec<String>> {
        let rows = sqlx::query("SELECT prefix FROM account_accountapikey").fetch_all(&self.pool).await?;
        let prefixes: Vec<String> = rows.iter().map(|r| r.get("prefix")).collect();
        if prefixes.is_empty() {
            error!("No API keys configured");
        }
        Ok(prefixes)
    }
}
