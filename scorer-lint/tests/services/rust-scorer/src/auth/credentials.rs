//! Verifiable credentials.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;
use tracing::{debug, info, instrument, warn};

use crate::api::{ApiError, ApiResult};
use crate::models::{CeramicCache, StampData};

#[derive(Debug, Clone, Deserialize)]
pub struct CredentialSubject {
    pub id: String,
    pub provider: String,
    pub nullifiers: Option<Vec<String>>,
    pub hash: Option<String>,
}

#[instrument(skip(stamps), fields(stamp_count = stamps.len()), err)] //~ raw-instrument
pub async fn validate_credentials_batch(stamps: &[CeramicCache], address: &str) -> ApiResult<Vec<StampData>> {
    let mut valid = Vec::with_capacity(stamps.len());
    for stamp in stamps {
        let subject = match parse_subject(&stamp.stamp) {
            Ok(subject) => subject,
            Err(e) => {
                warn!(provider = %stamp.provider, error = %e, "Skipping stamp with invalid structure");
                continue;
            }
        };
        if is_expired(&stamp.stamp) {
            debug!(provider = %stamp.provider, "Skipping expired stamp");
            continue;
        }
        if !subject.id.to_lowercase().ends_with(address) {
            warn!("Credential subject {} does not match address {}", subject.id, address); //~? secret-in-message
            continue;
        }
        if let Err(e) = verify(&stamp.stamp).await {
            warn!(provider = %stamp.provider, "Credential verification failed: {}", e);
            debug!("Invalid credential: {}", serde_json::to_string(&stamp.stamp).unwrap_or_default()); //~? secret-in-message
            continue;
        }
        valid.push(StampData { provider: subject.provider, nullifiers: subject.nullifiers.unwrap_or_default(), credential: stamp.stamp.clone() });
    }
    info!(valid_count = valid.len(), total_count = stamps.len(), "Credential validation complete");
    Ok(valid)
}

#[instrument(err)]
async fn verify(
    credential: &Value, //~ credential-not-skipped|large-arg-not-skipped
) -> ApiResult<()> {
    let text = credential.to_string();
    let result = tokio::task::spawn_blocking(move || didkit::verify(&text)).await.map_err(|e| ApiError::Internal(e.to_string()))?; //~? detached-spawn
    if result.errors.is_empty() {
        return Ok(());
    }
    Err(ApiError::BadRequest(format!("{} errors", result.errors.len())))
}

fn parse_subject(credential: &Value) -> Result<CredentialSubject, serde_json::Error> {
    serde_json::from_value(credential["credentialSubject"].clone())
}

fn is_expired(credential: &Value) -> bool {
    let Some(expiration_date) = credential["expirationDate"].as_str() else {
        debug!("Credential missing expirationDate");
        return true;
    };
    match DateTime::parse_from_rfc3339(expiration_date) {
        Ok(date) => date < Utc::now(),
        Err(e) => {
            warn!("Failed to parse expirationDate {}: {}", expiration_date, e);
            true
        }
    }
}
