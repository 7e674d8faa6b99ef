//! Scores of addresses, over HTTP.

mod calls;
mod queue;

use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use axum_tracing_opentelemetry::middleware::{OtelAxumLayer, OtelInResponseLayer};
use init_tracing_opentelemetry::TracingConfig;
use tracing::instrument;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let _guard = TracingConfig::production().init_subscriber()?;
    let (_queue, batches) = tokio::sync::mpsc::channel(16);
    tokio::spawn(queue::work(batches));
    let app = Router::new()
        .route("/score/{address_id}", get(score))
        .layer(OtelInResponseLayer)
        .layer(OtelAxumLayer::default());
    let listener = tokio::net::TcpListener::bind("0.0.0.0:3000").await?;
    axum::serve(listener, app).await?;
    Ok(())
}

#[instrument]
async fn score(Path(address_id): Path<i64>) -> String {
    let client = reqwest::Client::new();
    calls::stamps(&client, "stamps", address_id)
        .await
        .unwrap_or_default()
}
