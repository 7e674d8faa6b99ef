//! Each account counts for one address: the first to claim it keeps it.

use std::collections::HashSet;

use scorer_instrument::{record, scorer_span};
use sqlx::AnyConnection;

use crate::credentials::Batch;
use crate::domain::{Address, CommunityId, LeftOut, Reason};
use crate::store::{self, StoreError};

/// Takes out what another address claimed already, and claims the rest for this one.
#[scorer_span(
    skip(tx, batch, now),
    fields(stamp_count = batch.stamps.len(), kept_count, claimed_count),
    err
)]
pub(crate) async fn lifo_dedup(
    tx: &mut AnyConnection,
    community_id: CommunityId,
    address: &Address,
    mut batch: Batch,
    now: i64,
) -> Result<Batch, StoreError> {
    keep_longest(&mut batch);
    let claims: HashSet<String> = store::load_claims(tx, community_id, address, &batch.stamps, now)
        .await?
        .into_iter()
        .collect();
    let (claimed, kept) = batch
        .stamps
        .into_iter()
        .partition::<Vec<_>, _>(|stamp| claims.contains(&stamp.fingerprint));
    batch.stamps = kept;
    batch
        .left_out
        .extend(claimed.into_iter().map(|stamp| LeftOut {
            provider: stamp.provider,
            reason: Reason::AlreadyClaimed,
        }));
    record!(kept_count = batch.stamps.len());
    record!(claimed_count = claims.len());
    if !batch.stamps.is_empty() {
        store::store_hash_links(tx, community_id, address, &batch.stamps).await?;
    }
    Ok(batch)
}

/// Of the stamps for one account, such as a presented one and its cached forerunner, the one that lasts longest.
fn keep_longest(batch: &mut Batch) {
    let mut seen = HashSet::new();
    batch
        .stamps
        .sort_by_key(|stamp| std::cmp::Reverse(stamp.expires_at));
    batch
        .stamps
        .retain(|stamp| seen.insert(stamp.fingerprint.clone()));
}

#[cfg(test)]
mod tests {
    use super::keep_longest;
    use crate::credentials::Batch;
    use crate::domain::Stamp;

    #[test]
    fn a_cached_forerunner_gives_way_to_what_lasts_longer() {
        let stamp = |fingerprint: &str, expires_at| Stamp {
            provider: "ens-name".to_owned(),
            fingerprint: fingerprint.to_owned(),
            expires_at,
        };
        let mut batch = Batch {
            stamps: vec![stamp("a", 1), stamp("b", 2), stamp("a", 3)],
            left_out: Vec::new(),
        };
        keep_longest(&mut batch);
        let kept: Vec<_> = batch
            .stamps
            .iter()
            .map(|stamp| (stamp.fingerprint.as_str(), stamp.expires_at))
            .collect();
        assert_eq!(kept, [("a", 3), ("b", 2)]);
    }
}
