//! For the load balancer.

use axum::extract::State;
use axum::http::StatusCode;

use crate::state::AppState;

pub async fn health() -> &'static str { //~? key-function-not-instrumented
    "ok"
}

pub async fn ready(State(state): State<AppState>) -> StatusCode { //~? key-function-not-instrumented
    match sqlx::query("SELECT 1").execute(&state.pool).await {
        Ok(_) => StatusCode::OK,
        Err(error) => {
            tracing::warn!(%error, "not ready: the database does not answer");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}
