//! The score.

use serde::Serialize;
use sqlx::PgPool;
use tracing::{debug, info_span, instrument, Instrument};

#[derive(Debug, Serialize)]
pub struct Score {
    pub address: String,
    pub value: f64,
    pub stamps: usize,
}

#[instrument(skip(pool))] //~ raw-instrument, error-not-recorded //~? instrumented-single-query
pub async fn score(pool: &PgPool, address: &str) -> Result<Score, sqlx::Error> {
    debug!(">>> score"); //~ entering-function-log
    let stamps: Vec<(String, f64)> = sqlx::query_as("SELECT provider, weight FROM stamps JOIN weights USING (provider) WHERE address = $1")
        .bind(address)
        .fetch_all(pool)
        .instrument(info_span!("SELECT stamps")) //~ manual-span
        .await?;
    debug!("query returned {} rows", stamps.len()); //~ redundant-db-log
    let value = stamps.iter().map(|(_, weight)| weight).sum();
    debug!(value, "<<< score"); //~ entering-function-log
    Ok(Score { address: address.to_owned(), value, stamps: stamps.len() })
}
