//! The stamps of addresses.

use sqlx::{Row, Sqlite, SqlitePool, Transaction};
use tracing::instrument;

use crate::api::stamps::Stamp;

#[instrument(skip(pool), err)]
pub async fn of_address(pool: &SqlitePool, address: &str) -> Result<Vec<Stamp>, sqlx::Error> {
    let rows = sqlx::query("SELECT provider, hash, expires_at FROM stamps WHERE address = $1")
        .bind(address)
        .fetch_all(pool)
        .await?;
    let mut stamps = Vec::with_capacity(rows.len());
    for row in rows {
        stamps.push(Stamp {
            provider: row.try_get(0)?,
            hash: row.try_get(1)?,
            expires_at: row.try_get(2)?,
        });
    }
    Ok(stamps)
}

#[instrument(skip(pool, stamps), fields(stamps = stamps.len()))]
pub async fn insert_all(
    pool: &SqlitePool,
    address: &str,
    stamps: &[Stamp],
) -> Result<(), sqlx::Error> {
    let mut transaction = pool.begin().await?;
    for (position, stamp) in stamps.iter().enumerate() {
        insert(&mut transaction, address, stamp, position).await?;
    }
    transaction.commit().await
}

#[instrument(level = "trace")]
async fn insert(
    transaction: &mut Transaction<'_, Sqlite>,
    address: &str,
    stamp: &Stamp,
    position: usize,
) -> Result<(), sqlx::Error> {
    let statement =
        "INSERT INTO stamps (address, provider, hash, expires_at) VALUES ($1, $2, $3, $4)";
    let done = sqlx::query(statement)
        .bind(address)
        .bind(&stamp.provider)
        .bind(&stamp.hash)
        .bind(stamp.expires_at)
        .execute(&mut **transaction)
        .await?;
    tracing::debug!(position, rows = done.rows_affected(), "inserted");
    Ok(())
}
