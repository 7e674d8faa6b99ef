//! The scoring core.

use std::sync::Arc;
use std::time::Duration;

use score_core::http::{self, Shared};
use score_core::queue::{self, Queue};
use score_core::store::Store;
use score_core::{settings, telemetry};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tracing::{Instrument as _, error, info, info_span};

#[tokio::main]
async fn main() -> std::process::ExitCode {
    let settings = match settings::load() { //~ logged-before-subscriber
        Ok(settings) => settings,
        Err(error) => {
            // Nothing listens to events yet.
            eprintln!("{error}"); //~? print-macro
            return std::process::ExitCode::from(2);
        }
    };
    let telemetry = match telemetry::init(&settings) {
        Ok(telemetry) => telemetry,
        Err(error) => {
            eprintln!("telemetry: {error}"); //~? print-macro
            return std::process::ExitCode::from(2);
        }
    };
    let outcome = run(settings).await;
    if let Err(error) = &outcome {
        error!(%error, "score-core ends");
    }
    telemetry.shutdown();
    match outcome {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(_) => std::process::ExitCode::FAILURE,
    }
}

async fn run(settings: settings::Settings) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let store = Store::connect(&settings).await?;
    let cancellation_token = CancellationToken::new();
    let queue = Queue::new(store.clone());

    let worker_token = cancellation_token.child_token();
    let worker = tokio::spawn(queue::run(queue.clone(), worker_token).instrument(info_span!(parent: None, "queue")));

    let shared = Arc::new(Shared { store, queue });
    let listener = TcpListener::bind(("0.0.0.0", settings.port)).await?;
    info!(port = settings.port, version = env!("CARGO_PKG_VERSION"), "listening");
    let serving = axum::serve(listener, http::router(shared)).with_graceful_shutdown({
        let token = cancellation_token.clone();
        async move {
            let _ = tokio::signal::ctrl_c().await;
            info!(token.cancelled = token.is_cancelled(), "shutting down");
            token.cancel();
        }
    });
    serving.await?;
    match tokio::time::timeout(Duration::from_secs(30), worker).await {
        Ok(joined) => joined?,
        Err(elapsed) => error!(%elapsed, "the queue did not stop in time"),
    }
    Ok(())
}
