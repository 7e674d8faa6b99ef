//! Serves stamps and scores.

mod api;
mod error;
mod store;

use std::time::Duration;

use axum::routing::{get, post};
use axum::Router;
use sqlx::SqlitePool;
use tracing::{info, instrument};

#[derive(Clone, Debug)]
pub struct AppState {
    pub pool: SqlitePool,
    pub patience: Duration,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let pool = connect("sqlite::memory:", 5).await?;
    let state = AppState {
        pool,
        patience: Duration::from_millis(250),
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    info!("listening");
    axum::serve(listener, router(state)).await?;
    Ok(())
}

#[instrument(err)]
async fn connect(url: &str, attempts: u32) -> Result<SqlitePool, sqlx::Error> {
    for attempt in 1..attempts {
        match SqlitePool::connect(url).await {
            Ok(pool) => return Ok(pool),
            Err(error) => tracing::warn!(attempt, %error, "no connection yet"),
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    SqlitePool::connect(url).await
}

#[instrument]
fn router(state: AppState) -> Router {
    Router::new()
        .route("/stamps/{address}", get(api::stamps::list))
        .route("/stamps", post(api::stamps::submit))
        .route("/score/{community_id}/{address}", get(api::score::score))
        .route("/score/batch", post(api::score::batch))
        .with_state(state)
}
