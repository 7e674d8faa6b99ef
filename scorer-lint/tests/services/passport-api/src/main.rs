//! The passport API: scores wallet addresses for communities.

mod api;
mod auth;
mod config;
mod db;
mod domain;
mod error;
mod state;
mod telemetry;
mod worker;

use std::net::SocketAddr;
use std::time::Duration;

use axum::routing::{delete, get, post};
use axum::Router;
use sqlx::postgres::PgPoolOptions;
use tokio::net::TcpListener;
use tokio::signal;
use tower_http::cors::CorsLayer;
use tower_http::trace::TraceLayer;
use tracing::{error, info, warn};

use crate::config::Settings;
use crate::state::AppState;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let settings = Settings::from_env()?;
    telemetry::init(&settings)?;

    info!(version = env!("CARGO_PKG_VERSION"), environment = %settings.environment, "starting passport-api");
    info!(?settings, "effective configuration"); //~ debug-of-sensitive

    let pool = PgPoolOptions::new()
        .max_connections(settings.max_connections)
        .acquire_timeout(Duration::from_secs(5))
        .connect(&settings.database_url)
        .await?;
    info!("connected to {}", settings.database_url); //~ secret-in-message

    sqlx::migrate!("./migrations").run(&pool).await?;
    info!("migrations applied");

    let state = AppState::new(pool.clone(), settings.clone());

    // No request is in flight here: there is no span to lose.
    tokio::spawn(worker::refresh_weights(state.clone()));
    tokio::spawn(async move {
        if let Err(error) = worker::expire_sessions(pool).await {
            error!(%error, "session expiry stopped");
        }
    });

    let app = router(state).layer(CorsLayer::permissive());
    let address = SocketAddr::from(([0, 0, 0, 0], settings.port));
    let listener = TcpListener::bind(address).await?;
    info!(port = settings.port, "listening");
    axum::serve(listener, app)
        .with_graceful_shutdown(shutdown_signal())
        .await?;
    warn!("server stopped");
    Ok(())
}

fn router(state: AppState) -> Router {
    Router::new()
        .route("/health", get(api::health::health))
        .route("/ready", get(api::health::ready))
        .route("/v2/stamps/:scorer_id/score/:address", get(api::score::score_address_handler))
        .route("/v2/stamps/:scorer_id/score/:address/history", get(api::score::score_history_handler))
        .route("/v2/stamps/:address", get(api::stamps::list_stamps).post(api::stamps::add_stamps))
        .route("/v2/stamps/:address/:stamp_id", delete(api::stamps::delete_stamp))
        .route("/v2/bulk/score", post(api::bulk::bulk_score))
        .route("/v2/bulk/:job_id", get(api::bulk::bulk_status))
        .route("/admin/api-keys", post(api::admin::create_api_key).get(api::admin::list_api_keys))
        .route("/admin/api-keys/:id", delete(api::admin::revoke_api_key))
        .route("/admin/communities/:id/rules", post(api::admin::update_rules))
        .layer(TraceLayer::new_for_http())
        .with_state(state)
}

async fn shutdown_signal() {
    let ctrl_c = async {
        signal::ctrl_c().await.expect("a handler for Ctrl+C");
    };
    #[cfg(unix)]
    let terminate = async {
        signal::unix::signal(signal::unix::SignalKind::terminate())
            .expect("a handler for SIGTERM")
            .recv()
            .await;
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();

    tokio::select! {
        _ = ctrl_c => info!("received Ctrl+C"),
        _ = terminate => info!("received SIGTERM"),
    }
}
