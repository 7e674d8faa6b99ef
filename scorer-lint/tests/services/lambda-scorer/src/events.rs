//! What the queue carries.

use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub struct Recalculate {
    pub address: String,
    pub community_id: i64,
}
