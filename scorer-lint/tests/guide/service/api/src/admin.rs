//! What the team asks.

use tracing::instrument;

use scores_core::community::{rename, set_weights};
use scores_core::db::{Db, DbError, delete_scores};

#[instrument(skip(db), err)]
pub async fn forget_user(db: &Db, user_id: i64) -> Result<u64, DbError> {
    delete_scores(db, user_id).await
}

#[instrument(skip(db, name), fields(name_len = name.len()))]
pub async fn rename_community(db: &Db, community_id: i64, name: &str) -> Result<(), DbError> {
    rename(db, community_id, name).await
}

#[instrument(skip(db, weights), fields(weight_count = weights.len()))]
pub async fn reweigh(db: &Db, community_id: i64, weights: Vec<f64>) -> Result<usize, DbError> {
    set_weights(db, community_id, &weights).await
}

#[instrument]
pub fn page(number: u32, size: u32) -> (u32, u32) {
    (number * size, size)
}

#[instrument(skip(rows))]
pub fn export(rows: &[f64], precise: bool) -> Vec<String> {
    let digits = if precise { 6 } else { 2 };
    rows.iter().map(|row| format!("{row:.digits$}")).collect()
}
