//! Connects.

use sqlx::postgres::PgPoolOptions;
use sqlx::PgPool;
use tracing::{debug, info, instrument, warn};

pub async fn connect() -> anyhow::Result<PgPool> {
    let url = std::env::var("DATABASE_URL")?;
    debug!("connecting to {url}"); //~ secret-in-message
    let database_url = url.clone();
    debug!(%database_url); //~ pii-field
    let host = url.rsplit('@').next().unwrap_or_default();
    debug!(host, "connecting"); //~? pii-field
    let pool = PgPoolOptions::new().max_connections(16).connect(&url).await?;
    info!("running migrations");
    sqlx::migrate!().run(&pool).await?;
    Ok(pool)
}

#[instrument(name = "db.vacuum", skip(pool), err)] //~ instrumented-single-query //~? raw-instrument
pub async fn vacuum(pool: &PgPool) -> anyhow::Result<()> {
    sqlx::query("VACUUM jobs").execute(pool).await?;
    Ok(())
}

#[instrument] //~ error-not-recorded
pub async fn archive(
    pool: PgPool, //~ pool-not-skipped
    before: chrono::NaiveDate,
) -> anyhow::Result<u64> {
    info!("Archiving: begin transaction"); //~ redundant-db-log
    let mut tx = pool.begin().await?;
    let moved = move_rows(&mut tx, before).await?;
    debug!("{moved} rows affected"); //~ redundant-db-log
    let deleted = sqlx::query("DELETE FROM jobs WHERE day < $1").bind(before).execute(&mut *tx).await?.rows_affected();
    if moved != deleted {
        warn!(moved, deleted, "archive does not match");
    }
    tx.commit().await?;
    debug!("SQL: COMMIT done"); //~ redundant-db-log
    info!(moved, %before, "jobs archived");
    Ok(moved)
}

#[instrument(skip(before))] //~ instrumented-single-query //~? error-not-recorded
async fn move_rows(
    tx: &mut sqlx::Transaction<'_, sqlx::Postgres>, //~ pool-not-skipped
    before: chrono::NaiveDate,
) -> sqlx::Result<u64> {
    let done = sqlx::query!("INSERT INTO archive SELECT * FROM jobs WHERE day < $1", before).execute(&mut **tx).await?;
    Ok(done.rows_affected())
}

#[instrument(level = "debug", err)] //~? instrumented-single-query
pub async fn touch<'e, E>(
    executor: E, //~ pool-not-skipped
    id: uuid::Uuid,
) -> sqlx::Result<()>
where
    E: sqlx::Executor<'e, Database = sqlx::Postgres> + std::fmt::Debug,
{
    sqlx::query("UPDATE jobs SET touched = now() WHERE id = $1").bind(id).execute(executor).await?;
    Ok(())
}
