//! Last in, first out: the address that came first keeps the credential.

use std::collections::HashSet;

use sqlx::PgPool;
use tracing::{debug, trace};

use crate::db::community::Community;
use crate::db::hash_links;
use crate::domain::credentials::Stamp;
use crate::error::ApiError;

pub async fn lifo_dedup( //~ key-function-not-instrumented
    pool: &PgPool,
    community: &Community,
    address: &str,
    stamps: Vec<Stamp>,
) -> Result<Vec<Stamp>, ApiError> {
    debug!("Entering lifo_dedup for {address}"); //~ entering-function-log
    let mut tx = pool.begin().await?;
    let hashes: Vec<String> = stamps.iter().filter_map(nullifier_of).collect();
    trace!(hash_count = hashes.len(), "hashes to look up");
    let links = hash_links::bulk_get_links(&mut tx, community.id, &hashes).await?;
    let taken: HashSet<&str> = links
        .iter()
        .filter(|link| link.address != address)
        .map(|link| link.hash.as_str())
        .collect();
    let clash_count = taken.len();
    let kept: Vec<Stamp> = stamps
        .into_iter()
        .filter(|stamp| nullifier_of(stamp).is_none_or(|hash| !taken.contains(hash.as_str())))
        .collect();
    tx.commit().await?;
    debug!(clash_count, kept = kept.len(), "deduplicated");
    for stamp in &kept {
        let nullifier = nullifier_of(stamp).unwrap_or_default();
        trace!(nullifier, "kept"); //~ pii-field
    }
    debug!("exiting lifo_dedup"); //~ entering-function-log
    Ok(kept)
}

fn nullifier_of(stamp: &Stamp) -> Option<String> {
    stamp.credential["credentialSubject"]["nullifiers"][0].as_str().map(str::to_owned)
}
