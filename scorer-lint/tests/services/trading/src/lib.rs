//! Orders and trades.

pub mod feed;
pub mod orders;

use std::sync::Arc;

use axum::routing::{delete, get, post, MethodRouter};
use axum::Router;

pub struct Exchange {
    pub pool: sqlx::PgPool,
    pub engine: Arc<orders::Engine>,
}

pub fn router(exchange: Arc<Exchange>) -> Router {
    Router::new()
        .merge(order_routes())
        .route("/book/:pair", get(orders::http::book))
        .route_service("/static", MethodRouter::new())
        .with_state(exchange)
}

fn order_routes() -> Router<Arc<Exchange>> {
    Router::new()
        .route("/orders", post(orders::http::place))
        .route("/orders/:id", delete(orders::http::cancel).get(orders::http::status))
}

impl Exchange {
    pub fn engine_arc(&self) -> Arc<orders::Engine> {
        Arc::clone(&self.engine)
    }
}
