//! The database: opened in a file, given its schema and sample rows, and read by small loaders.
//!
//! The loaders carry no span of their own: the row of their statement stands in their place.

use std::path::Path;
use std::time::{Duration, Instant};

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions};
use sqlx::{Sqlite, SqliteConnection, SqlitePool, Transaction};

use crate::auth::StoredKey;
use crate::domain::{Address, CommunityId, Stamp};

const SCHEMA: &str = include_str!("schema.sql");
const SEED: &str = include_str!("../samples/seed.sql");

/// The connections of the pool.
const CONNECTIONS: u32 = 4;

/// The database did not do what was asked of it.
#[derive(Debug, thiserror::Error)]
#[error("the database failed to {task}")]
pub struct StoreError {
    task: &'static str,
    // Kept out of the message, because a database's own words may quote values.
    source: sqlx::Error,
}

fn failed(task: &'static str) -> impl FnOnce(sqlx::Error) -> StoreError {
    move |source| StoreError { task, source }
}

/// A community, and the score from which an address passes in it.
pub struct Community {
    /// The least score that passes.
    pub threshold: f64,
}

/// A pool on a new database in `file`, with the schema and the sample rows.
///
/// # Errors
///
/// When the file cannot be created or the rows cannot be written.
pub async fn open(file: &Path) -> Result<SqlitePool, StoreError> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .busy_timeout(Duration::from_secs(5));
    let pool = SqlitePoolOptions::new()
        .max_connections(CONNECTIONS)
        .connect_with(options)
        .await
        .map_err(failed("open its file"))?;
    open_all(&pool).await.map_err(failed("open its file"))?;
    for script in [SCHEMA, SEED] {
        sqlx::raw_sql(script)
            .execute(&pool)
            .await
            .map_err(failed("take its schema and sample rows"))?;
    }
    Ok(pool)
}

/// Opens every connection now: one that is opened for a request puts its PRAGMA statements into that request's tree.
async fn open_all(pool: &SqlitePool) -> Result<(), sqlx::Error> {
    let mut held = Vec::new();
    for _ in 0..CONNECTIONS {
        held.push(pool.acquire().await?);
    }
    Ok(())
}

/// A transaction that may write. It takes `SQLite`'s write lock at once: one that reads first and asks for the lock
/// later is refused when another request wrote in between.
pub(crate) async fn begin(pool: &SqlitePool) -> Result<Transaction<'static, Sqlite>, StoreError> {
    pool.begin_with("BEGIN IMMEDIATE")
        .await
        .map_err(failed("begin a transaction"))
}

/// Commits, and reports the statement as sqlx reports all others: of a COMMIT, its `SQLite` driver says nothing.
pub(crate) async fn commit(tx: Transaction<'static, Sqlite>) -> Result<(), StoreError> {
    let start = Instant::now();
    let result = tx.commit().await.map_err(failed("commit"));
    // scorer-lint: allow(timing-log): stands in for the event that sqlx itself writes of a statement
    tracing::debug!(
        target: "sqlx::query",
        summary = "COMMIT",
        elapsed_secs = start.elapsed().as_secs_f64(),
    );
    result
}

pub(crate) async fn load_api_key(
    pool: &SqlitePool,
    prefix: &str,
) -> Result<Option<StoredKey>, StoreError> {
    let row: Option<(String, Vec<u8>, u32, Vec<u8>)> =
        sqlx::query_as("SELECT team, salt, iterations, hash FROM api_key WHERE prefix = ?1")
            .bind(prefix)
            .fetch_optional(pool)
            .await
            .map_err(failed("look up the API key"))?;
    Ok(row.map(|(team, salt, iterations, hash)| StoredKey {
        team,
        salt,
        iterations,
        hash,
    }))
}

pub(crate) async fn load_community(
    pool: &SqlitePool,
    id: CommunityId,
) -> Result<Option<Community>, StoreError> {
    let row: Option<(f64,)> = sqlx::query_as("SELECT threshold FROM community WHERE id = ?1")
        .bind(id.0)
        .fetch_optional(pool)
        .await
        .map_err(failed("load the community"))?;
    Ok(row.map(|(threshold,)| Community { threshold }))
}

/// The credentials that the address presented at an earlier time, as they were signed.
pub(crate) async fn load_ceramic_cache(
    pool: &SqlitePool,
    address: &Address,
) -> Result<Vec<String>, StoreError> {
    sqlx::query_scalar("SELECT credential FROM ceramic_cache WHERE address = ?1")
        .bind(address.as_str())
        .fetch_all(pool)
        .await
        .map_err(failed("load the cached credentials"))
}

/// Of the given fingerprints, those that another address holds and that have not ended.
pub(crate) async fn load_claims(
    tx: &mut SqliteConnection,
    community: CommunityId,
    address: &Address,
    stamps: &[Stamp],
    now: i64,
) -> Result<Vec<String>, StoreError> {
    sqlx::query_scalar(
        "SELECT hash FROM hash_links
         WHERE community_id = ?1 AND address <> ?2 AND expires_at > ?3
           AND hash IN (SELECT json_extract(value, '$.hash') FROM json_each(?4))",
    )
    .bind(community.0)
    .bind(address.as_str())
    .bind(now)
    .bind(as_links(stamps))
    .fetch_all(tx)
    .await
    .map_err(failed("load the claims"))
}

/// Makes the address the holder of the stamps, in one statement.
pub(crate) async fn store_hash_links(
    tx: &mut SqliteConnection,
    community: CommunityId,
    address: &Address,
    stamps: &[Stamp],
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO hash_links (community_id, hash, address, expires_at)
         SELECT ?1, json_extract(value, '$.hash'), ?2, json_extract(value, '$.expires_at')
         FROM json_each(?3) WHERE true
         ON CONFLICT (community_id, hash)
         DO UPDATE SET address = excluded.address, expires_at = excluded.expires_at",
    )
    .bind(community.0)
    .bind(address.as_str())
    .bind(as_links(stamps))
    .execute(tx)
    .await
    .map_err(failed("store the claims"))?;
    Ok(())
}

/// The weight of each provider in the community.
pub(crate) async fn load_weights(
    tx: &mut SqliteConnection,
    community: CommunityId,
) -> Result<Vec<(String, f64)>, StoreError> {
    sqlx::query_as("SELECT provider, weight FROM weights WHERE community_id = ?1")
        .bind(community.0)
        .fetch_all(tx)
        .await
        .map_err(failed("load the weights"))
}

pub(crate) async fn store_human_points(
    tx: &mut SqliteConnection,
    community: CommunityId,
    address: &Address,
    points: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO human_points (community_id, address, points) VALUES (?1, ?2, ?3)
         ON CONFLICT (community_id, address) DO UPDATE SET points = excluded.points",
    )
    .bind(community.0)
    .bind(address.as_str())
    .bind(points)
    .execute(tx)
    .await
    .map_err(failed("store the human points"))?;
    Ok(())
}

/// The stamps as one JSON parameter, since `SQLite` binds no lists.
fn as_links(stamps: &[Stamp]) -> String {
    let links: Vec<_> = stamps
        .iter()
        .map(|stamp| serde_json::json!({ "hash": stamp.fingerprint, "expires_at": stamp.expires_at }))
        .collect();
    serde_json::Value::Array(links).to_string()
}
