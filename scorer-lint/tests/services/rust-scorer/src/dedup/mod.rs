//! LIFO.

use chrono::{Duration, Utc};
use indexmap::IndexMap;
use sqlx::{Postgres, Transaction};
use std::collections::HashMap;
use tracing::{debug, error, info, instrument, warn};

use crate::api::ApiResult;
use crate::db::{read, write};
use crate::models::{HashLink, StampData};

const MAX_RETRIES: u32 = 5;

#[derive(Debug)]
pub struct LifoResult {
    pub valid: Vec<StampData>,
    pub clashing: HashMap<String, Vec<String>>,
}

#[instrument(skip(stamps, tx), fields(stamp_count = stamps.len(), clashing_count = tracing::field::Empty))] //~ raw-instrument, error-not-recorded
pub async fn lifo_dedup(stamps: &[StampData], address: &str, community_id: i64, tx: &mut Transaction<'_, Postgres>) -> ApiResult<LifoResult> {
    let mut last_error = None;
    for attempt in 0..MAX_RETRIES {
        match lifo_attempt(stamps, address, community_id, tx).await {
            Ok(result) => {
                if attempt > 0 {
                    info!("LIFO deduplication succeeded after {} retries", attempt);
                }
                tracing::Span::current().record("clashing_count", result.clashing.len());
                return Ok(result);
            }
            Err(e) if attempt + 1 < MAX_RETRIES => {
                error!("LIFO attempt {} failed with {}, retrying", attempt + 1, e); //~ log-level
                tokio::time::sleep(std::time::Duration::from_millis(10 << attempt)).await;
                last_error = Some(e);
            }
            Err(e) => {
                error!(error = %e, attempts = MAX_RETRIES, "LIFO deduplication failed");
                return Err(e);
            }
        }
    }
    Err(last_error.expect("an error"))
}

async fn lifo_attempt(stamps: &[StampData], address: &str, community_id: i64, tx: &mut Transaction<'_, Postgres>) -> ApiResult<LifoResult> {
    let nullifiers: Vec<String> = stamps.iter().flat_map(|s| s.nullifiers.clone()).collect();
    debug!("Found {} nullifiers for {} stamps", nullifiers.len(), stamps.len());
    let links = read::get_hash_links(tx, community_id, &nullifiers).await?;
    let by_hash: IndexMap<&str, &HashLink> = links.iter().map(|l| (l.hash.as_str(), l)).collect();
    let mut valid = Vec::new();
    let mut clashing: HashMap<String, Vec<String>> = HashMap::new();
    for stamp in stamps {
        let owner = stamp.nullifiers.iter().find_map(|n| by_hash.get(n.as_str()).map(|l| l.address.as_str()));
        match owner {
            Some(owner) if owner != address => {
                warn!(provider = %stamp.provider, %owner, "Stamp clashes with another address");
                clashing.entry(stamp.provider.clone()).or_default().push(owner.to_string());
            }
            _ => valid.push(stamp.clone()),
        }
    }
    let expires_at = Utc::now() + Duration::days(90);
    let fresh = valid.iter().flat_map(|s| s.nullifiers.iter().map(|n| (n.clone(), address.to_string(), community_id, expires_at))).collect();
    let inserted = write::bulk_insert_hash_links(tx, fresh).await?;
    debug!(inserted, clashing = clashing.len(), "LIFO attempt complete");
    Ok(LifoResult { valid, clashing })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_is_shown() {
        let nullifier = "v1:abc".to_string();
        let result = LifoResult { valid: vec![], clashing: HashMap::from([(nullifier.clone(), vec![])]) };
        println!("{:?} {}", result, nullifier);
        assert!(result.valid.is_empty(), "api_key {}", nullifier);
    }
}
