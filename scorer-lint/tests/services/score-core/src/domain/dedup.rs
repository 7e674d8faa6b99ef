//! Last in, first out.

use std::collections::HashMap;

use scorer_instrument::scorer_span;
use tracing::{debug, trace};

use super::Stamp;

#[derive(Clone, Debug)]
pub struct Link {
    pub hash: String,
    pub owner: String,
}

/// Keeps what nobody else claimed.
#[scorer_span(skip(stamps, links), fields(stamp_count = stamps.len(), link_count = links.len()))]
pub fn lifo_dedup(address: &str, stamps: Vec<Stamp>, links: &[Link]) -> Vec<Stamp> {
    let by_hash: HashMap<&str, &Link> = links.iter().map(|link| (link.hash.as_str(), link)).collect();
    let mut kept = Vec::with_capacity(stamps.len());
    for stamp in stamps {
        match by_hash.get(stamp.hash.as_str()) {
            Some(link) if link.owner != address => {
                trace!(provider = %stamp.provider, owner = %link.owner, "claimed by another");
            }
            _ => kept.push(stamp),
        }
    }
    for (key, link) in &by_hash {
        trace!(map_key = key, owner = %link.owner, "entry");
    }
    debug!(kept = kept.len(), dropped = by_hash.len(), "deduplicated");
    kept
}
