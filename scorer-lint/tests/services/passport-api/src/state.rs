//! What handlers share.

use std::sync::Arc;
use std::time::Duration;

use moka::future::Cache;
use sqlx::PgPool;

use crate::config::Settings;
use crate::domain::scoring::Weights;

#[derive(Clone)]
pub struct AppState {
    pub pool: PgPool,
    pub settings: Arc<Settings>,
    pub http: reqwest::Client,
    /// Key: scorer id.
    pub weights: Cache<i64, Arc<Weights>>,
}

impl AppState {
    pub fn new(pool: PgPool, settings: Settings) -> Self {
        let http = reqwest::Client::builder()
            .timeout(Duration::from_secs(10))
            .build()
            .expect("a client");
        Self {
            pool,
            settings: Arc::new(settings),
            http,
            weights: Cache::new(1_000),
        }
    }
}
