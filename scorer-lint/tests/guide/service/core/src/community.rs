//! Who asks for scores.

use tracing::instrument;

use crate::db::{DbError, PgPool, ping};

/// A community and what it weighs.
#[derive(Clone, Debug)]
pub struct Community {
    pub id: i64,
    pub name: String,
    pub weights: Vec<f64>,
}

#[instrument(skip(pool), err)]
pub async fn load_community(pool: &PgPool, community_id: i64) -> Result<Community, DbError> {
    ping(pool, 1).await?;
    Ok(Community {
        id: community_id,
        name: String::new(),
        weights: Vec::new(),
    })
}

#[instrument(skip(pool, name))]
pub async fn rename(pool: &PgPool, community_id: i64, name: &str) -> Result<(), DbError> {
    ping(pool, u32::from(name.is_empty() && community_id == 0)).await
}

#[instrument(skip(pool, weights))]
pub async fn set_weights(
    pool: &PgPool,
    community_id: i64,
    weights: &[f64],
) -> Result<usize, DbError> {
    ping(pool, u32::from(community_id == 0)).await?;
    Ok(weights.len())
}

#[instrument]
pub fn total_weight(community: &Community) -> f64 {
    community.weights.iter().sum()
}

#[instrument(skip(community))]
pub fn weight_at(community: &Community, index: usize) -> Option<f64> {
    community.weights.get(index).copied()
}
