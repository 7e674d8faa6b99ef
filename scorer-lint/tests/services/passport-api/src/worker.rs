//! Work beside requests.

use std::time::{Duration, Instant};

use sqlx::PgPool;
use tokio::time::interval;
use tracing::{debug, error, info, warn};

use crate::state::AppState;

pub async fn refresh_weights(state: AppState) {
    let mut ticks = interval(Duration::from_secs(state.settings.refresh_seconds));
    loop {
        ticks.tick().await;
        let begin = Instant::now();
        state.weights.invalidate_all();
        let elapsed = begin.elapsed();
        info!("weights refreshed in {:?}", elapsed); //~ timing-log
        if let Ok(text) = std::fs::read_to_string("/etc/passport/overrides.json") { //~ blocking-in-async
            debug!(bytes = text.len(), "overrides read");
        }
    }
}

pub async fn expire_sessions(pool: PgPool) -> Result<(), sqlx::Error> {
    let mut failures = 0u32;
    loop {
        match sqlx::query("DELETE FROM sessions WHERE expires_at < now()").execute(&pool).await {
            Ok(done) => {
                failures = 0;
                info!(sessions = done.rows_affected(), "sessions expired");
            }
            Err(error) if failures < 5 => {
                failures += 1;
                let backoff = Duration::from_secs(2u64.pow(failures));
                warn!(%error, failures, backoff_ms = backoff.as_millis() as u64, "expiry failed, trying again in {backoff:?}");
                tokio::time::sleep(backoff).await;
                continue;
            }
            Err(error) => {
                error!(%error, failures, "giving up");
                return Err(error);
            }
        }
        tokio::time::sleep(Duration::from_secs(300)).await;
    }
}
