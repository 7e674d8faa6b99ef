//! PostgreSQL through deadpool.

use deadpool_postgres::{Client, Pool, Transaction};
use serde_json::Value;
use tracing::{debug, error, info, instrument, warn};

use crate::routes::events::Event;

pub fn pool() -> Pool {
    let mut config = deadpool_postgres::Config::new();
    config.password = std::env::var("PGPASSWORD").ok();
    info!(has_password = config.password.is_some(), "database configuration");
    config.create_pool(None, tokio_postgres::NoTls).expect("a pool")
}

#[instrument] //~ error-not-recorded
pub async fn insert_file(
    pool: &Pool, //~ pool-not-skipped
    hash: &str, //~? credential-not-skipped, large-arg-not-skipped, pii-field
    name: &str,
) -> anyhow::Result<()> {
    let client = pool.get().await?;
    debug!("acquired connection from pool"); //~ redundant-db-log
    let statement = client.prepare("INSERT INTO files (hash, name) VALUES ($1, $2)").await?;
    client.execute(&statement, &[&hash, &name]).await?;
    debug!("query executed"); //~ redundant-db-log
    Ok(())
}

#[instrument(skip(events), fields(count = events.len()))] //~ error-not-recorded
pub async fn insert_events(
    pool: &Pool, //~ pool-not-skipped
    events: &[Event],
) -> anyhow::Result<()> {
    let mut client = pool.get().await?;
    let transaction = client.transaction().await?;
    for event in events {
        insert_event(&transaction, event, None).await?;
    }
    transaction.commit().await?;
    Ok(())
}

#[instrument(level = "trace")] //~ error-not-recorded
async fn insert_event(
    transaction: &Transaction<'_>, //~ pool-not-skipped
    event: &Event, //~ debug-of-sensitive|large-arg-not-skipped|pii-field|credential-not-skipped
    extra: Option<Value>, //~ large-arg-not-skipped
) -> anyhow::Result<u64> {
    let attributes = serde_json::to_value(&event.attributes)?;
    let rows = transaction
        .execute("INSERT INTO events (id, kind, attributes) VALUES ($1, $2, $3)", &[&event.id, &event.kind, &attributes])
        .await?;
    debug!("inserted {} row(s) into events", rows); //~ redundant-db-log
    drop(extra);
    Ok(rows)
}

#[instrument(err)] //~? instrumented-single-query
pub async fn enqueue(
    pool: &Pool, //~ pool-not-skipped
    event: &Event, //~ debug-of-sensitive|large-arg-not-skipped|pii-field|credential-not-skipped
) -> anyhow::Result<()> {
    let client: Client = pool.get().await?;
    client.execute("INSERT INTO queue (id) VALUES ($1)", &[&event.id]).await?;
    Ok(())
}

#[instrument(skip(client))] //~ raw-instrument, error-not-recorded
pub async fn prune(client: &Client, older_than_days: i32) -> anyhow::Result<u64> {
    let mut removed = 0;
    loop {
        let batch = client.execute("DELETE FROM events WHERE age > $1 LIMIT 1000", &[&older_than_days]).await?;
        if batch == 0 {
            break;
        }
        removed += batch;
        if let Err(error) = client.simple_query("VACUUM events").await {
            error!(%error, "vacuum failed, will retry at the next round"); //~ log-level
        }
    }
    info!(removed, older_than_days, "old events pruned");
    warn!(target: "audit", removed, "events were deleted");
    Ok(removed)
}
