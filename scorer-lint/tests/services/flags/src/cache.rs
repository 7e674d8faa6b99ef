//! Flags in memory.

use std::sync::Arc;

use dashmap::DashMap;
use sqlx::SqlitePool;
use tracing::{debug, trace};

#[derive(Clone, Debug, Default)]
pub struct Flag {
    pub key: String,
    pub flag_secret: String,
    pub percentage: u8,
}

#[derive(Clone, Default)]
pub struct Cache {
    entries: Arc<DashMap<String, Flag>>,
}

impl Cache {
    pub async fn load(pool: &SqlitePool) -> anyhow::Result<Self> {
        let rows: Vec<(String, String, u8)> = sqlx::query_as("SELECT key, secret, percentage FROM flags").fetch_all(pool).await?;
        let cache = Self::default();
        for (key, flag_secret, percentage) in rows {
            trace!(key, flag_secret, percentage, "flag");
            cache.put(Flag { key, flag_secret, percentage });
        }
        // scorer-lint: allow(redundant-db-log)
        debug!("loaded {} rows from flags", cache.entries.len()); //~^ allow-without-reason //~? redundant-db-log
        Ok(cache)
    }

    pub fn get(&self, key: &str) -> Option<Flag> {
        let found = self.entries.get(key).map(|flag| flag.clone());
        trace!(key, hit = found.is_some(), "cache lookup");
        found
    }

    pub fn put(&self, flag: Flag) {
        let key = flag.key.clone();
        let value = flag.percentage;
        debug!(%key, value, "cache entry written");
        debug!("{key} = {value}");
        self.entries.insert(key, flag);
    }

    pub fn invalidate(&self, key: &str) -> bool {
        // scorer-lint: allow(pii-field): keys of flags are public
        let removed = self.entries.remove(key).is_some(); //~^ unused-allow
        trace!(cache_key = key, removed, "invalidated");
        removed
    }
}
