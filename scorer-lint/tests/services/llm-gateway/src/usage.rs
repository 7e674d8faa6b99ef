//! Who used how many tokens.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use sqlx::SqlitePool;
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;
use tracing::{debug, error, info, instrument, warn};

#[derive(Clone)]
pub struct Usage {
    pool: SqlitePool,
    pending: Arc<Mutex<HashMap<String, (u64, u64)>>>,
}

impl Usage {
    pub async fn open(url: &str) -> anyhow::Result<Self> {
        let pool = SqlitePool::connect(url).await?;
        sqlx::migrate!().run(&pool).await?;
        info!("usage database migrated");
        Ok(Self { pool, pending: Arc::default() })
    }

    pub async fn add(&self, model: &str, prompt_tokens: u32, completion_tokens: u32) {
        let mut pending = self.pending.lock().await;
        let entry = pending.entry(model.to_owned()).or_default();
        entry.0 += u64::from(prompt_tokens);
        entry.1 += u64::from(completion_tokens);
    }

    pub async fn flush_forever(self, stop: CancellationToken) {
        let mut ticks = tokio::time::interval(Duration::from_secs(10));
        loop {
            tokio::select! {
                _ = ticks.tick() => {}
                () = stop.cancelled() => break,
            }
            let pending = std::mem::take(&mut *self.pending.lock().await);
            for (model, (prompt, completion)) in &pending {
                if let Err(error) = write(&self.pool, model, *prompt, *completion).await {
                    warn!(%error, model, "usage not written, will try again at the next tick");
                    self.add(model, *prompt as u32, *completion as u32).await;
                }
            }
            debug!(models = pending.len(), "usage flushed");
        }
        if !self.pending.lock().await.is_empty() {
            error!("usage is lost");
        }
    }
}

#[instrument] //~ instrumented-single-query //~? error-not-recorded
async fn write(
    pool: &SqlitePool, //~ pool-not-skipped
    model: &str,
    prompt_tokens: u64,
    completion_tokens: u64,
) -> sqlx::Result<()> {
    sqlx::query("INSERT INTO usage (model, prompt, completion) VALUES (?, ?, ?)")
        .bind(model)
        .bind(prompt_tokens as i64)
        .bind(completion_tokens as i64)
        .execute(pool)
        .await?;
    Ok(())
}
