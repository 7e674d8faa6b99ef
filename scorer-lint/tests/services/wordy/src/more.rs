//! More events that stay.

use std::time::{Duration, Instant};

use tracing::{debug, error, info, warn};

pub async fn events(pool: &sqlx::PgPool) -> anyhow::Result<()> {
    drop(pool.clone());
    info!("Fetched user profile from cache");
    info!("Saved report to S3");
    info!("Query params: {:?}", 3); //~? log-level
    debug!("Query string parsed");
    info!("Selecting best provider");
    info!("Updating price table");
    info!("Insert coin");
    info!("Deleting temp files");
    info!("Loaded {} rules from config", 3);
    info!("Loaded {} models", 3);
    info!("Loaded 3 rows from CSV");
    info!("Inserting {} events into Kafka", 3);
    info!("Committed offset {}", 3);
    info!("commit {} deployed", "abc");
    info!("Transaction {} confirmed on chain", "0x");
    info!("Connection to Redis established");
    info!("Connected to database");
    warn!("Slow query detected: {}", "x");
    warn!("query exceeded 5 s");
    error!("query failed: {}", "x");
    warn!("database connection lost, reconnecting");
    info!("GraphQL query executed");
    debug!("DNS query for {} returned {} records", "x", 3);
    debug!("cache query returned nothing");
    info!("Starting migration 3");
    info!("Migration 3 done");
    info!("starting worker {}", 3);
    info!("worker {} started", 3);
    info!("Starting scoring job for community {}", 3);
    info!("Finished scoring job for community {}", 3);
    info!("Received request to delete account {}", 3);
    info!("Processing batch {}", 3);
    info!("Entering degraded mode");
    info!("leaving group {}", "x");
    info!("callback called twice");
    info!("Exiting"); //~? entering-function-log
    info!("Exit code {}", 3);
    debug!("begin processing of {}", 3);
    debug!("start of range {}", 3);
    debug!("end of stream");
    debug!("return value ignored");
    debug!("returning cached response");
    debug!("invoking plugin {}", "x");
    info!("a total of {} stamps", 3);
    Ok(())
}

pub async fn times() {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(3) {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    info!("waited until ready");
    let start_block = 3;
    let end_block = 9;
    info!(duration = end_block - start_block, "blocks");
    let now = chrono::Utc::now();
    info!(timestamp = %now, "tick");
    info!(at = %now.to_rfc3339(), "tick");
    let age = chrono::Utc::now() - now;
    info!(age_s = age.num_seconds(), "stamp age");
    let lag = Instant::now().duration_since(start);
    if lag > Duration::from_secs(1) {
        warn!("event loop lags");
    }
    let remaining = Duration::from_secs(10).saturating_sub(start.elapsed());
    debug!(remaining_ms = remaining.as_millis() as u64, "budget left");
    metrics::histogram!("x").record(start.elapsed());
    tokio::time::sleep_until((start + Duration::from_secs(1)).into()).await;
    let ttl = Duration::from_secs(3);
    info!("token expires in {:?}", ttl);
    info!("cached for {}s", ttl.as_secs());
    info!("next run in {:?}", ttl);
    info!(interval_ms = ttl.as_millis() as u64, "scheduler interval");
}

pub fn errors() -> Result<(), String> {
    if let Err(e) = x() {
        error!("x failed: {e}");
        return Err(e);
    }
    let r = x().map_err(|e| {
        error!(%e, "x failed");
        e
    })?;
    x().inspect_err(|e| error!(%e, "x failed"))?;
    match x() {
        Ok(()) => {}
        Err(e) => {
            error!(%e, "could not save; giving up");
        }
    }
    if x().is_err() {
        error!("could not notify, the user will not be told");
    }
    error!(retryable = false, "payment refused");
    error!("retry limit reached");
    error!("no fallback left");
    Ok(())
}

fn x() -> Result<(), String> {
    Ok(())
}
