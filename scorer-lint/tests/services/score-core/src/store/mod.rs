//! PostgreSQL; SQLx says what it does.

use rust_decimal::Decimal;
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use tracing::{info, warn};

use crate::domain::{Link, ScoreError, Stamp, Weights};
use crate::http::handlers::Scored;
use crate::middleware::ApiKeyRecord;
use crate::settings::Settings;

#[derive(Clone)]
pub struct Store {
    pool: PgPool,
}

impl Store {
    pub async fn connect(settings: &Settings) -> Result<Self, sqlx::Error> {
        let mut delay = std::time::Duration::from_millis(200);
        for attempt in 1..=5 {
            match PgPoolOptions::new().connect(&settings.database_url).await {
                Ok(pool) => {
                    sqlx::migrate!().run(&pool).await?;
                    info!("database schema is up to date");
                    return Ok(Self { pool });
                }
                Err(error) if attempt < 5 => {
                    warn!(%error, attempt, delay_ms = delay.as_millis() as u64, "no database yet, next attempt in {delay:?}");
                    tokio::time::sleep(delay).await;
                    delay *= 2;
                }
                Err(error) => return Err(error),
            }
        }
        Err(sqlx::Error::PoolTimedOut)
    }

    pub async fn api_key(&self, prefix: &str) -> Result<Option<ApiKeyRecord>, sqlx::Error> {
        let row: Option<(uuid::Uuid, Vec<u8>, i32, i64)> =
            sqlx::query_as("SELECT id, hash, rate_limit, expires_at FROM api_keys WHERE prefix = $1")
                .bind(prefix)
                .fetch_optional(&self.pool)
                .await?;
        Ok(row.map(|(id, hash, rate_limit, expires_at)| ApiKeyRecord {
            id,
            hash,
            rate_limit: rate_limit.unsigned_abs(),
            expires_at,
        }))
    }

    pub async fn stamps(&self, address: &str) -> Result<Vec<Stamp>, ScoreError> {
        let rows: Vec<(String, String, i64)> =
            sqlx::query_as("SELECT provider, hash, issued_at FROM stamps WHERE address = $1")
                .bind(address)
                .fetch_all(&self.pool)
                .await?;
        Ok(rows
            .into_iter()
            .map(|(provider, hash, issued_at)| Stamp { provider, hash, issued_at })
            .collect())
    }

    pub async fn weights(&self) -> Result<Weights, ScoreError> {
        let rows: Vec<(String, Decimal)> =
            sqlx::query_as("SELECT provider, weight FROM weights").fetch_all(&self.pool).await?;
        Ok(Weights::new(rows))
    }

    pub async fn links(&self, address: &str) -> Result<Vec<Link>, ScoreError> {
        let rows: Vec<(String, String)> = sqlx::query_as(
            "SELECT hash, owner FROM links WHERE hash IN (SELECT hash FROM stamps WHERE address = $1)",
        )
        .bind(address)
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().map(|(hash, owner)| Link { hash, owner }).collect())
    }

    pub async fn page(&self, cursor: Option<&str>, limit: u32) -> Result<Vec<Scored>, ScoreError> {
        let after: i64 = cursor.and_then(|cursor| cursor.parse().ok()).unwrap_or(i64::MAX);
        let rows: Vec<(String, Decimal, chrono::DateTime<chrono::Utc>)> =
            sqlx::query_as("SELECT address, score, at FROM scores WHERE extract(epoch FROM at) < $1 LIMIT $2")
                .bind(after)
                .bind(i64::from(limit))
                .fetch_all(&self.pool)
                .await?;
        Ok(rows.into_iter().map(|(address, score, at)| Scored { address, score, at }).collect())
    }

    pub async fn put(&self, address: &str, score: Decimal) -> Result<(), ScoreError> {
        sqlx::query("INSERT INTO scores (address, score, at) VALUES ($1, $2, now())")
            .bind(address)
            .bind(score)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
