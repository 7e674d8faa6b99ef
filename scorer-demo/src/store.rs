//! What the service asks of the database, in SQL that `SQLite` and `PostgreSQL` both read.
//!
//! The loaders carry no span of their own: the row of their statement stands in their place.

use std::fmt::Write as _;
use std::time::Instant;

use sqlx::{Any, AnyConnection, AssertSqlSafe, Transaction};

use crate::auth::StoredKey;
use crate::database::{Database, Kind};
use crate::domain::{Address, CommunityId, Stamp};

/// The database did not do what was asked of it.
// A database's own words are kept out of the messages, because they may quote values.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// All connections of the pool were in use for too long.
    #[error("no connection to the database came free in time to {task}")]
    Exhausted {
        /// What it was asked to do.
        task: &'static str,
    },
    /// A statement failed.
    #[error("the database failed to {task}")]
    Failed {
        /// What it was asked to do.
        task: &'static str,
        /// What the driver says.
        source: sqlx::Error,
    },
}

fn failed(task: &'static str) -> impl FnOnce(sqlx::Error) -> StoreError {
    move |source| match source {
        sqlx::Error::PoolTimedOut => StoreError::Exhausted { task },
        source => StoreError::Failed { task, source },
    }
}

/// A community, and the score from which an address passes in it.
pub struct Community {
    /// The least score that passes.
    pub threshold: f64,
}

/// A transaction that may write.
pub(crate) async fn begin(database: &Database) -> Result<Transaction<'static, Any>, StoreError> {
    database
        .begin()
        .await
        .map_err(failed("begin a transaction"))
}

/// Commits, and where sqlx says nothing of it reports it as sqlx reports all other statements.
pub(crate) async fn commit(
    database: &Database,
    tx: Transaction<'static, Any>,
) -> Result<(), StoreError> {
    let start = Instant::now();
    let result = tx.commit().await.map_err(failed("commit"));
    if database.kind() == Kind::Sqlite {
        // scorer-lint: allow(timing-log): stands in for the event that sqlx itself writes of a statement
        tracing::debug!(
            target: "sqlx::query",
            summary = "COMMIT",
            elapsed_secs = start.elapsed().as_secs_f64(),
        );
    }
    result
}

pub(crate) async fn load_api_key(
    database: &Database,
    prefix: &str,
) -> Result<Option<StoredKey>, StoreError> {
    let row: Option<(String, String, i64, String)> =
        sqlx::query_as("SELECT team, salt, iterations, hash FROM api_key WHERE prefix = $1")
            .bind(prefix)
            .fetch_optional(database.pool())
            .await
            .map_err(failed("look up the API key"))?;
    row.map(|(team, salt, iterations, hash)| {
        Ok(StoredKey {
            team,
            salt: hex::decode(salt).map_err(unreadable)?,
            iterations: iterations.try_into().map_err(unreadable)?,
            hash: hex::decode(hash).map_err(unreadable)?,
        })
    })
    .transpose()
}

/// A stored key that is none.
fn unreadable(error: impl std::error::Error + Send + Sync + 'static) -> StoreError {
    failed("read the stored API key")(sqlx::Error::Decode(error.into()))
}

pub(crate) async fn load_community(
    database: &Database,
    id: CommunityId,
) -> Result<Option<Community>, StoreError> {
    let row: Option<(f64,)> = sqlx::query_as("SELECT threshold FROM community WHERE id = $1")
        .bind(id.0)
        .fetch_optional(database.pool())
        .await
        .map_err(failed("load the community"))?;
    Ok(row.map(|(threshold,)| Community { threshold }))
}

/// The credentials that the address presented at an earlier time, as they were signed.
pub(crate) async fn load_ceramic_cache(
    database: &Database,
    address: &Address,
) -> Result<Vec<String>, StoreError> {
    sqlx::query_scalar("SELECT credential FROM ceramic_cache WHERE address = $1")
        .bind(address.as_str())
        .fetch_all(database.pool())
        .await
        .map_err(failed("load the cached credentials"))
}

/// Of the given fingerprints, those that another address holds and that have not ended.
pub(crate) async fn load_claims(
    tx: &mut AnyConnection,
    community: CommunityId,
    address: &Address,
    stamps: &[Stamp],
    now: i64,
) -> Result<Vec<String>, StoreError> {
    if stamps.is_empty() {
        return Ok(Vec::new());
    }
    let mut text = String::from(
        "SELECT hash FROM hash_links \
         WHERE community_id = $1 AND address <> $2 AND expires_at > $3 AND hash IN (",
    );
    for place in 0..stamps.len() {
        let comma = if place > 0 { ", " } else { "" };
        // Writing to a String cannot fail.
        let _ = write!(text, "{comma}${}", place + 4);
    }
    text.push(')');
    // Nothing but numbers of places was written into it.
    let mut query = sqlx::query_scalar(AssertSqlSafe(text))
        .bind(community.0)
        .bind(address.as_str())
        .bind(now);
    for stamp in stamps {
        query = query.bind(&*stamp.fingerprint);
    }
    query.fetch_all(tx).await.map_err(failed("load the claims"))
}

/// Makes the address the holder of the stamps, in one statement.
pub(crate) async fn store_hash_links(
    tx: &mut AnyConnection,
    community: CommunityId,
    address: &Address,
    stamps: &[Stamp],
) -> Result<(), StoreError> {
    let mut text =
        String::from("INSERT INTO hash_links (community_id, hash, address, expires_at) VALUES ");
    for place in 0..stamps.len() {
        let comma = if place > 0 { ", " } else { "" };
        let (hash, expires_at) = (place * 2 + 3, place * 2 + 4);
        // Writing to a String cannot fail.
        let _ = write!(text, "{comma}($1, ${hash}, $2, ${expires_at})");
    }
    text.push_str(
        " ON CONFLICT (community_id, hash) \
         DO UPDATE SET address = excluded.address, expires_at = excluded.expires_at",
    );
    // Nothing but numbers of places was written into it.
    let mut query = sqlx::query(AssertSqlSafe(text))
        .bind(community.0)
        .bind(address.as_str());
    for stamp in stamps {
        query = query.bind(&*stamp.fingerprint).bind(stamp.expires_at);
    }
    query
        .execute(tx)
        .await
        .map_err(failed("store the claims"))?;
    Ok(())
}

/// The weight of each provider in the community.
pub(crate) async fn load_weights(
    tx: &mut AnyConnection,
    community: CommunityId,
) -> Result<Vec<(String, f64)>, StoreError> {
    sqlx::query_as("SELECT provider, weight FROM weights WHERE community_id = $1")
        .bind(community.0)
        .fetch_all(tx)
        .await
        .map_err(failed("load the weights"))
}

pub(crate) async fn store_human_points(
    tx: &mut AnyConnection,
    community: CommunityId,
    address: &Address,
    points: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO human_points (community_id, address, points) VALUES ($1, $2, $3)
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

/// The addresses with most points.
pub(crate) async fn load_best(
    database: &Database,
    community: CommunityId,
    most: i64,
) -> Result<Vec<(String, i64)>, StoreError> {
    sqlx::query_as(
        "SELECT address, points FROM human_points
         WHERE community_id = $1 ORDER BY points DESC, address LIMIT $2",
    )
    .bind(community.0)
    .bind(most)
    .fetch_all(database.pool())
    .await
    .map_err(failed("load the best addresses"))
}

/// How many accounts the address holds.
pub(crate) async fn count_claims(
    database: &Database,
    community: CommunityId,
    address: &str,
) -> Result<i64, StoreError> {
    sqlx::query_scalar("SELECT count(*) FROM hash_links WHERE community_id = $1 AND address = $2")
        .bind(community.0)
        .bind(address)
        .fetch_one(database.pool())
        .await
        .map_err(failed("count the claims"))
}

/// The scores of an address in earlier years, and when each was computed.
pub(crate) async fn load_past_scores(
    database: &Database,
    community: CommunityId,
    address: &Address,
) -> Result<Vec<(f64, i64)>, StoreError> {
    sqlx::query_as(
        "SELECT score, scored_at FROM past_scores
         WHERE community_id = $1 AND address = $2 ORDER BY scored_at",
    )
    .bind(community.0)
    .bind(address.as_str())
    .fetch_all(database.pool())
    .await
    .map_err(failed("load the past scores"))
}

/// The beginning of the addresses that `fill` makes; a number of nineteen digits follows.
const NUMBERED: &str = "'0x000000000000000000000'";

/// The numbers from 1 to the second parameter.
const COUNTED: &str = "WITH RECURSIVE counted(i) AS \
                       (SELECT 1 UNION ALL SELECT i + 1 FROM counted WHERE i < $2)";

/// Fills the tables that only `load` fills: scores of earlier years, and points for the leaderboard.
pub(crate) async fn fill(
    database: &Database,
    community: CommunityId,
    past_scores: i64,
) -> Result<(), StoreError> {
    let filled = failed("take the rows of `load`");
    let result: Result<(), sqlx::Error> = async {
        sqlx::query("DELETE FROM past_scores")
            .execute(database.pool())
            .await?;
        let past = format!(
            "INSERT INTO past_scores (community_id, address, score, scored_at) {COUNTED} \
             SELECT $1, {NUMBERED} || CAST(1000000000000000000 + i % 997 AS TEXT), i % 31, 1500000000 + i FROM counted"
        );
        sqlx::query(AssertSqlSafe(past))
            .bind(community.0)
            .bind(past_scores)
            .execute(database.pool())
            .await?;
        Ok(())
    }
    .await;
    result.map_err(filled)?;
    fill_leaderboard(database, community).await
}

/// Fills the table of points, for the leaderboard.
pub(crate) async fn fill_leaderboard(
    database: &Database,
    community: CommunityId,
) -> Result<(), StoreError> {
    let points = format!(
        "INSERT INTO human_points (community_id, address, points) {COUNTED} \
         SELECT $1, {NUMBERED} || CAST(1000000000000000000 + i AS TEXT), 100 + i FROM counted WHERE true \
         ON CONFLICT DO NOTHING"
    );
    sqlx::query(AssertSqlSafe(points))
        .bind(community.0)
        .bind(20_i64)
        .execute(database.pool())
        .await
        .map_err(failed("fill the leaderboard"))?;
    Ok(())
}
