//! Databases, migrations, caches, files.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use scorer_instrument::{debug, error, info, trace, warn};

use super::{boxed_failure, failure, input_failure, report};

pub(crate) fn all() {
    connected();
    queried();
    cached();
    stored();
}

fn connected() {
    let (max_connections, idle) = (10_u32, 4_usize);
    let timeout = Duration::from_secs(5);
    let attempt = 2_u8;
    info!(max_connections, "connecting to the database");
    info!("database pool ready with {} connections", max_connections);
    info!(idle, acquire_timeout = ?timeout, "pool");
    info!("running migrations");
    info!(applied = 3, "migrations done");
    info!(version = 20_240_101_i64, "schema is up to date");
    if let Err(err) = Err::<(), _>(sqlx::Error::Configuration(boxed_failure())) {
        error!(%err, "failed to connect to the database");
        error!(error = ?err, attempt, "connection attempt failed");
        warn!(
            attempt,
            max_attempts = 5,
            "retrying in {:?}: {}",
            timeout,
            err
        );
        error!("database error: {err}");
        error!(error.cause_chain = ?err, error.message = %err, "query failed");
        warn!(is_closed = matches!(err, sqlx::Error::PoolClosed), "pool");
    }
    if let Err(err) = Err::<(), _>(sqlx::Error::RowNotFound) {
        debug!(%err, "no row");
    }
}

fn queried() {
    let rows_affected = 12_u64;
    let started = Instant::now();
    let (table, community_id) = ("scores", 7_i64);
    let rows: Vec<i64> = vec![1, 2];
    debug!(rows_affected, "updated");
    debug!("{} rows updated in {:?}", rows_affected, started.elapsed());
    info!(table, community_id, "inserted");
    info!(count = rows.len(), "loaded scores");
    info!(
        "loaded {} scores for community {}",
        rows.len(),
        community_id
    );
    info!(first = rows.first(), empty = rows.is_empty(), "rows");
    warn!(
        elapsed_ms = started.elapsed().as_millis(),
        table, "slow query"
    );
    error!(community_id, error = %failure(), "insert failed");
    error!(community_id, "could not update score: {:#}", report());
    warn!("deadlock detected, retrying transaction");
    warn!(error = %boxed_failure(), retries = 3, "transaction rolled back");
    trace!(rows = rows_affected, "fetched");
    let percent = rows_affected as f64 / 24.0 * 100.0;
    info!(percent, "backfill {percent:.0}% done");
}

fn cached() {
    let (hits, misses) = (90_u64, 10_u64);
    let ttl = Duration::from_secs(60);
    debug!(hits, misses, "cache statistics");
    debug!(
        ratio = hits as f64 / (hits + misses) as f64,
        "cache hit ratio"
    );
    debug!(ttl = ttl.as_secs(), "cache filled");
    trace!("cache miss");
    warn!(err = %failure(), "redis is away, serving without cache");
    warn!("failed to invalidate cache: {:?}", boxed_failure());
    info!(evicted = 17, size_bytes = 1 << 20, "cache shrunk");
    info!(entries = hits + misses, "cache warmed");
}

fn stored() {
    let path = PathBuf::from("/var/lib/app/scores.parquet");
    let file_size = 4096_u64;
    info!(path = %path.display(), file_size, "snapshot written");
    info!("wrote {} bytes to {}", file_size, path.display());
    debug!(file = ?path, "opened");
    debug!(exists = path.exists(), "checked {:?}", path);
    debug!(parent = ?path.parent(), "directory");
    if let Err(e) = Err::<(), _>(input_failure()) {
        error!(path = %path.display(), error = %e, "could not write snapshot");
        error!("failed to open {}: {}", path.display(), e);
        warn!("cannot remove {path:?}: {e}");
        if e.kind() == std::io::ErrorKind::NotFound {
            debug!(path = %path.display(), "nothing to remove");
        }
    }
    let bucket = "scores-archive";
    info!(bucket, parts = 3, "upload complete");
    error!(bucket, err = ?boxed_failure(), "upload failed");
}
