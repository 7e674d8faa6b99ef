//! Sessions in Redis.

use chrono::{Duration, Utc};
use log::{debug, error, info, trace, warn};
use redis::AsyncCommands;
use uuid::Uuid;

use crate::model::SessionInfo;
use crate::startup::App;

const KEY_PREFIX: &str = "session:";

pub async fn open(app: &App, user_id: Uuid) -> anyhow::Result<(SessionInfo, String)> {
    let session = SessionInfo { id: Uuid::now_v7(), user_id, expires_at: Utc::now() + Duration::days(14) };
    let session_token = Uuid::new_v4().simple().to_string();
    let key = format!("{KEY_PREFIX}{session_token}");
    let mut redis = app.redis.clone();
    let mut attempts = 0;
    while let Err(error) = redis.set_ex::<_, _, ()>(&key, user_id.to_string(), 14 * 86_400).await {
        attempts += 1;
        if attempts > 3 {
            error!(attempts; "session store is down: {error}");
            return Err(error.into());
        }
        warn!(attempts, retry_in_ms = 50 * attempts; "session store failed ({error}), retrying");
        tokio::time::sleep(std::time::Duration::from_millis(50 * attempts)).await;
    }
    info!(user_id = user_id.to_string().as_str(), session_count = 1; "session opened");
    debug!(session_token = session_token.as_str(); "session opened"); //~ pii-field
    trace!("session token: {session_token}"); //~ secret-in-message
    Ok((session, session_token))
}

pub async fn close(app: &App, token: &str) -> anyhow::Result<bool> {
    let mut redis = app.redis.clone();
    let removed: u32 = redis.del(format!("{KEY_PREFIX}{token}")).await?;
    if removed == 0 {
        warn!("close: no session for {}", token); //~ secret-in-message
    }
    debug!(removed; "session keys removed");
    Ok(removed > 0)
}

pub async fn count(app: &App) -> anyhow::Result<usize> {
    let mut redis = app.redis.clone();
    let keys: Vec<String> = redis.keys(format!("{KEY_PREFIX}*")).await?;
    debug!("{} sessions are open", keys.len());
    info!(target: "metrics", "open sessions: {count}", count = keys.len());
    log::log!(target: "audit", log::Level::Info, "session keys: {:?}", keys); //~? secret-in-message, log-level
    Ok(keys.len())
}

pub fn mask(token: &str) -> String {
    format!("{}…", token.get(..4).unwrap_or_default())
}

pub fn log_masked(token: &str) {
    debug!("session {} refreshed", mask(token));
}
