//! One interface before several language models.

mod api;
mod limits;
mod providers;
mod usage;

use std::sync::Arc;

use axum::Router;
use axum::routing::{any, get, post};
use secrecy::SecretString;
use tokio_util::sync::CancellationToken;
use tower_http::request_id::{MakeRequestUuid, SetRequestIdLayer};
use tracing::{error, info};
use tracing_subscriber::prelude::*;
use tracing_subscriber::{EnvFilter, fmt};

#[derive(Clone)]
pub struct Gateway {
    pub providers: Arc<providers::Registry>,
    pub limits: Arc<limits::Limits>,
    pub usage: usage::Usage,
    pub admin_token: SecretString,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    // Logs only: one filter is enough.
    tracing_subscriber::registry().with(EnvFilter::from_default_env()).with(fmt::layer().json()).init();

    let admin_token: SecretString = std::env::var("ADMIN_TOKEN")?.into();
    info!(admin_token = ?admin_token, "configured"); //~? pii-field
    let providers = providers::Registry::from_env()?;
    for (name, provider) in providers.iter() {
        info!(provider = name, models = provider.models().len(), has_key = provider.has_key(), "provider ready");
    }
    let gateway = Gateway {
        providers: Arc::new(providers),
        limits: Arc::default(),
        usage: usage::Usage::open("sqlite:usage.db").await?,
        admin_token,
    };
    let stop = CancellationToken::new();
    let flusher = tokio::spawn(gateway.usage.clone().flush_forever(stop.child_token()));

    let app = Router::new()
        .route("/v1/chat/completions", post(api::chat::chat))
        .route("/v1/embeddings", post(api::embeddings::embed))
        .route("/v1/models", get(api::models::list_models))
        .route("/v1/{*path}", any(not_found))
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        .with_state(gateway);
    let listener = tokio::net::TcpListener::bind("0.0.0.0:8088").await?;
    let served = axum::serve(listener, app).with_graceful_shutdown(stop.clone().cancelled_owned()).await;
    if let Err(error) = served {
        error!(%error, "serving ended");
    }
    stop.cancel();
    flusher.await?;
    Ok(())
}

async fn not_found() -> axum::http::StatusCode { //~? key-function-not-instrumented
    axum::http::StatusCode::NOT_FOUND
}
