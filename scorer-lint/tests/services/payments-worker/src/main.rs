//! Charges, refunds and webhooks.

mod gateway;
mod jobs;
mod model;
mod reconcile;
mod webhook;

use std::sync::Arc;
use std::time::Duration;

use sqlx::PgPool;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tracing::{debug, error, info, info_span, warn, Instrument};
use tracing_subscriber::EnvFilter;

pub struct Context {
    pub pool: PgPool,
    pub gateway: gateway::Client,
    pub webhook_secret: String,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt().json().with_env_filter(EnvFilter::from_default_env()).init();
    let context = Arc::new(Context {
        pool: PgPool::connect(&std::env::var("DATABASE_URL")?).await?,
        gateway: gateway::Client::from_env()?,
        webhook_secret: std::env::var("WEBHOOK_SECRET")?,
    });
    debug!(secret = %context.webhook_secret, "webhook secret"); //~ pii-field
    debug!("webhook secret has {} bytes", context.webhook_secret.len());

    let token = CancellationToken::new();
    let mut tasks = JoinSet::new();
    for worker in 0..4 {
        let context = Arc::clone(&context);
        let token = token.clone();
        tasks.spawn(async move { jobs::run(context, token, worker).await }.instrument(info_span!("worker", worker))); //~? manual-span
    }
    let reconciliation = tokio::spawn(reconcile::nightly(Arc::clone(&context), token.clone()));
    let server = tokio::spawn(webhook::serve(Arc::clone(&context), token.clone()));

    tokio::select! {
        _ = tokio::signal::ctrl_c() => info!("stopping"),
        Some(ended) = tasks.join_next() => match ended {
            Ok(Ok(worker)) => warn!(worker, "a worker ended early"),
            Ok(Err(error)) => error!(?error, "a worker failed"),
            Err(error) => error!(%error, "a worker panicked"),
        }
    }
    token.cancel();
    let drained = tokio::time::timeout(Duration::from_secs(20), async {
        while tasks.join_next().await.is_some() {}
    })
    .await;
    if drained.is_err() {
        warn!(timeout_seconds = 20, "workers did not stop in time");
    }
    server.abort();
    reconciliation.abort();
    Ok(())
}
