//! Scores of addresses, over HTTP.

mod calls;
mod queue;

use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use scorer_instrument::scorer_span;
use scorer_instrument::telemetry::{self, Telemetry};

#[tokio::main]
async fn main() -> std::process::ExitCode {
    scorer_instrument::telemetry!().run_async(serve).await
}

async fn serve(_: &Telemetry) -> Result<(), Box<dyn std::error::Error>> {
    let (_queue, batches) = tokio::sync::mpsc::channel(16);
    tokio::spawn(queue::work(batches));
    let app = Router::new()
        .route("/score/{address_id}", get(score))
        .layer(scorer_instrument::axum::layer());
    let listener = tokio::net::TcpListener::bind("0.0.0.0:3000").await?;
    axum::serve(listener, app)
        .with_graceful_shutdown(telemetry::signal())
        .await?;
    Ok(())
}

#[scorer_span]
async fn score(Path(address_id): Path<i64>) -> String {
    let client = reqwest::Client::new();
    calls::stamps(&client, "stamps", address_id)
        .await
        .unwrap_or_default()
}
