//! Where scores are kept.

use tracing::instrument;

/// Connections to the database.
#[derive(Debug, Default)]
pub struct PgPool {
    size: u32,
}

pub type Db = PgPool;

/// Why a statement failed.
#[derive(Debug)]
pub struct DbError {
    pub code: u16,
}

impl std::fmt::Display for DbError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the database says {}", self.code)
    }
}

#[instrument(skip(pool))]
pub async fn ping(pool: &PgPool, attempts: u32) -> Result<(), DbError> {
    if attempts > pool.size {
        return Err(DbError { code: 53 });
    }
    Ok(())
}

#[instrument(skip(pool), err)]
pub async fn load_score(pool: &PgPool, community_id: i64, user_id: i64) -> Result<f64, DbError> {
    ping(pool, 1).await?;
    Ok(f64::from(
        u32::try_from(community_id ^ user_id).unwrap_or(0),
    ))
}

#[instrument(skip(pool, score))]
pub async fn save_score(
    pool: &PgPool,
    community_id: i64,
    user_id: i64,
    score: f64,
) -> Result<(), DbError> {
    tracing::debug!(is_zero = score == 0.0, "the last one is kept");
    ping(pool, u32::from(community_id == user_id)).await
}

#[instrument(skip_all, fields(user_id))]
pub async fn delete_scores(pool: &PgPool, user_id: i64) -> Result<u64, DbError> {
    ping(pool, 1).await?;
    Ok(u64::from(user_id > 0))
}

#[instrument(level = "debug", skip(db))]
pub async fn count_scores(db: &Db, community_id: i64) -> Result<u64, DbError> {
    ping(db, 1).await?;
    Ok(community_id.unsigned_abs())
}

#[instrument]
pub async fn vacuum(pool: &PgPool) -> Result<(), DbError> {
    ping(pool, 2).await
}

impl std::error::Error for DbError {}
