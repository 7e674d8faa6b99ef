//! The router.

pub mod error;
pub mod handler;

use axum::{routing::get, routing::post, Router};
use sqlx::PgPool;
use tower_http::cors::CorsLayer;

pub use error::{ApiError, ApiResult};

pub fn create_router(pool: PgPool) -> Router {
    Router::new()
        .route("/v2/stamps/:scorer_id/score/:address", get(handler::score_address_handler))
        .route("/internal/score/v2/:scorer_id/:address", get(handler::internal_score_handler))
        .route("/embed/score/:scorer_id/:address", post(handler::embed_score_handler))
        .route("/health", get(handler::health_check))
        .layer(CorsLayer::permissive())
        .with_state(pool)
}
