//! The scores that were computed.

use sqlx::SqlitePool;

#[tracing::instrument(skip(pool))]
pub async fn save(
    pool: &SqlitePool,
    community_id: i64,
    address: &str,
    score: f64,
) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO scores (community_id, address, score) VALUES ($1, $2, $3)")
        .bind(community_id)
        .bind(address)
        .bind(score)
        .execute(pool)
        .await?;
    Ok(())
}

#[tracing::instrument]
pub async fn count(pool: &SqlitePool) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar("SELECT count(*) FROM scores")
        .fetch_one(pool)
        .await
}
