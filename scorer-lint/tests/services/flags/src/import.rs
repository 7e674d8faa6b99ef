//! Many flags at once.

use std::time::{Duration, Instant};

use sqlx::SqlitePool;
use tracing::{debug, error, info, warn};

use crate::cache::Flag;

pub async fn import(pool: &SqlitePool, flags: &[Flag]) -> anyhow::Result<()> {
    let start = Instant::now();
    let mut tx = pool.begin().await?;
    for flag in flags {
        sqlx::query("INSERT OR REPLACE INTO flags VALUES (?, ?, ?)")
            .bind(&flag.key)
            .bind(&flag.flag_secret)
            .bind(flag.percentage)
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await?;
    // scorer-lint: allow(timing-log): imports are rare and have no span of their own
    info!(flags = flags.len(), elapsed_ms = start.elapsed().as_millis() as u64, "flags imported");
    // scorer-lint: allow(log-level): nothing here is at error
    debug!("import complete"); //~^ unused-allow
    Ok(())
}

pub async fn import_with_retry(pool: &SqlitePool, flags: &[Flag]) -> anyhow::Result<()> {
    for attempt in 1..=3 {
        let Err(error) = import(pool, flags).await else { return Ok(()) };
        // scorer-lint: allow(log-level):
        error!(attempt, %error, "import failed, retrying"); //~^ allow-without-reason //~? log-level
        tokio::time::sleep(Duration::from_millis(100 * attempt)).await;
    }
    // scorer-lint: allow(debug-of-sensitive, secret-in-message): only the count is printed
    warn!("{} flags were not imported", flags.len()); //~^ unused-allow
    // scorer-lint: allow(print-macro)
    eprintln!("import failed"); //~^ allow-without-reason //~? print-macro
    anyhow::bail!("three attempts failed")
}
