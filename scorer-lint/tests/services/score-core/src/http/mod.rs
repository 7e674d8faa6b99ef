//! The router and its handlers.

pub mod handlers;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::routing::{get, post};
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;
use tracing::{Span, info_span};

use crate::middleware;
use crate::queue::Queue;
use crate::store::Store;

pub struct Shared {
    pub store: Store,
    pub queue: Queue,
}

pub fn router(shared: Arc<Shared>) -> Router {
    // One root a request, named by its route: no attribute can do that.
    let trace = TraceLayer::new_for_http().make_span_with(|request: &Request| -> Span {
        let route = request.extensions().get::<axum::extract::MatchedPath>().map_or("-", |path| path.as_str());
        info_span!("request", http.request.method = %request.method(), http.route = route)
    });
    Router::new()
        .route("/scores/{address}", get(handlers::score_handler))
        .route("/scores", post(handlers::enqueue_handler).get(handlers::page_handler))
        .route("/files/{name}", get(handlers::file_handler))
        .route("/healthz", get(|| async { "ok" }))
        .layer(axum::middleware::from_fn_with_state(Arc::clone(&shared), middleware::authenticate))
        .layer(TimeoutLayer::new(Duration::from_secs(20)))
        .layer(trace)
        .with_state(shared)
}
