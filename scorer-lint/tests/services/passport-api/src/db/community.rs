//! Communities.

use sqlx::PgPool;
use tracing::{debug, instrument};

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Community {
    pub id: i64,
    pub name: String,
    pub rule: String,
    pub threshold: rust_decimal::Decimal,
}

#[instrument] //~ instrumented-single-query //~? error-not-recorded
pub async fn load_community(pool: &PgPool, community_id: i64) -> Result<Option<Community>, sqlx::Error> { //~ pool-not-skipped
    debug!("executing query: SELECT community"); //~ redundant-db-log
    sqlx::query_as("SELECT id, name, rule, threshold FROM community WHERE id = $1")
        .bind(community_id)
        .fetch_optional(pool)
        .await
}

#[instrument(skip(pool))] //~ instrumented-single-query //~? raw-instrument, error-not-recorded
pub async fn count_members(pool: &PgPool, community_id: i64) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar("SELECT count(*) FROM members WHERE community_id = $1")
        .bind(community_id)
        .fetch_one(pool)
        .await
}

pub async fn rename(pool: &PgPool, community_id: i64, name: &str) -> Result<(), sqlx::Error> {
    let start = std::time::Instant::now();
    sqlx::query("UPDATE community SET name = $2 WHERE id = $1")
        .bind(community_id)
        .bind(name)
        .execute(pool)
        .await?;
    debug!("UPDATE community took {}ms", start.elapsed().as_millis()); //~ timing-log //~? redundant-db-log
    Ok(())
}
