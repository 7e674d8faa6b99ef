//! Registers accounts and lets them in, over HTTP.

mod accounts;
mod mailer;
mod routes;

use std::net::SocketAddr;

use routes::AppState;
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() {
    dotenvy::dotenv().ok();
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::from_default_env())
        .init();
    let mailer: SocketAddr = std::env::var("MAILER").unwrap().parse().unwrap();
    let app = routes::router(AppState::new(mailer));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await.unwrap();
    tracing::info!("listening on {}", listener.local_addr().unwrap());
    axum::serve(listener, app).await.unwrap();
}
