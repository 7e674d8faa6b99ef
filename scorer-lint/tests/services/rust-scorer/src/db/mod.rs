//! Storage.

pub mod read;
pub mod write;

use sqlx::postgres::PgPoolOptions;
use sqlx::PgPool;
use std::time::Duration;
use tracing::info;

pub type Tx<'a> = sqlx::Transaction<'a, sqlx::Postgres>;

pub async fn init_pool() -> anyhow::Result<PgPool> {
    let database_url = std::env::var("DATABASE_URL").or_else(|_| std::env::var("RDS_PROXY_URL"))?;
    info!("Connecting to database at {}", database_url.split('@').last().unwrap_or("unknown")); //~? secret-in-message
    let pool = PgPoolOptions::new()
        .max_connections(5)
        .acquire_timeout(Duration::from_secs(5))
        .idle_timeout(Some(Duration::from_secs(60)))
        .connect(&database_url)
        .await?;
    info!("Database connection pool initialized");
    Ok(pool)
}
