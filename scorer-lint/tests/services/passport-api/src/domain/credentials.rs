//! Verification of signed credentials.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tracing::{debug, info, instrument, warn};
use uuid::Uuid;

use crate::error::ApiError;

#[derive(Clone, Debug, Deserialize, Serialize, sqlx::FromRow)]
pub struct Stamp {
    pub id: Uuid,
    pub provider: String,
    pub credential: Value,
    pub expires_at: DateTime<Utc>,
}

#[derive(Debug, Deserialize)]
pub struct Proof {
    pub jws: String,
    pub proof_purpose: String,
    pub verification_method: String,
}

#[instrument] //~ error-not-recorded
pub async fn validate_credentials_batch(stamps: &[Stamp], address: &str) -> Result<Vec<Stamp>, ApiError> { //~ large-arg-not-skipped|debug-of-sensitive
    debug!(credential_count = stamps.len(), "validating credentials"); //~? entering-function-log
    let mut valid = Vec::new();
    for stamp in stamps {
        if stamp.expires_at < Utc::now() {
            debug!(provider = %stamp.provider, expired_at = %stamp.expires_at, "credential expired");
            continue;
        }
        match verify_signature(&stamp.credential, address) {
            Ok(()) => valid.push(stamp.clone()),
            Err(error) => {
                warn!(provider = %stamp.provider, error = %error, "signature is not valid");
                warn!(stamp = ?stamp, "dropped"); //~ debug-of-sensitive
            }
        }
    }
    info!("{} of {} credentials are valid", valid.len(), stamps.len());
    Ok(valid)
}

fn verify_signature(credential: &Value, address: &str) -> anyhow::Result<()> {
    let proof: Proof = serde_json::from_value(credential["proof"].clone())?;
    tracing::debug!(credential = ?credential, "verifying"); //~ pii-field
    tracing::debug!(purpose = %proof.proof_purpose, method = %proof.verification_method, "proof");
    if proof.jws.is_empty() {
        anyhow::bail!("the proof of {address} has no signature");
    }
    Ok(())
}
