//! Takes files and events in.

mod auth;
mod routes;
mod store;
mod util;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, RwLock};
use std::time::Instant;

use axum::routing::{get, post, put};
use axum::Router;
use tracing::info;

#[derive(Debug, Clone)]
pub struct AppState {
    pub db: deadpool_postgres::Pool,
    pub admin_password: String,
    pub counters: Arc<Mutex<HashMap<String, u64>>>,
    pub config: Arc<RwLock<Config>>,
    pub started: Instant,
}

#[derive(Debug, Clone, Default)]
pub struct Config {
    pub upload_dir: String,
    pub max_bytes: usize,
    pub scan_url: Option<String>,
}

#[tokio::main]
async fn main() {
    tracing_subscriber::fmt::init();
    let config = Config { upload_dir: "/data".into(), max_bytes: 10 << 20, scan_url: None };
    dbg!(&config); //~ print-macro
    let state = AppState {
        db: store::pool(),
        admin_password: std::env::var("ADMIN_PASSWORD").unwrap_or_else(|_| "admin".into()),
        counters: Arc::default(),
        config: Arc::new(RwLock::new(config)),
        started: Instant::now(),
    };
    info!("state: {:?}", state); //~ secret-in-message|debug-of-sensitive
    let app = Router::new()
        .route("/upload", post(routes::upload::upload))
        .route("/upload/:id", put(routes::upload::replace).get(routes::upload::fetch))
        .route("/events", post(routes::events::ingest))
        .route("/events/stream", get(routes::events::stream))
        .route("/admin/stats", get(routes::admin::stats))
        .route("/admin/reload", post(routes::admin::reload))
        .nest("/auth", auth::router())
        .with_state(state);
    let listener = tokio::net::TcpListener::bind("0.0.0.0:7000").await.unwrap();
    println!("Listening on {}", listener.local_addr().unwrap()); //~ print-macro
    axum::serve(listener, app).await.unwrap();
}
