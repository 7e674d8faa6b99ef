//! Appointments and patients.

mod api;
mod domain;
mod reminders;

use axum::routing::{get, post, put};
use axum::Router;
use sqlx::postgres::PgPoolOptions;
use tower_http::trace::{DefaultMakeSpan, DefaultOnResponse, TraceLayer};
use tracing::Level;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt().with_max_level(Level::DEBUG).init();
    let pool = PgPoolOptions::new().connect(&std::env::var("DATABASE_URL")?).await?;
    tracing::info!("pool created: {:?}", pool); //~? secret-in-message, debug-of-sensitive
    tokio::spawn(reminders::run(pool.clone()));
    let app = Router::new()
        .route("/patients", post(api::patients::register).get(api::patients::search))
        .route("/patients/:id", get(api::patients::show).put(api::patients::amend))
        .route("/patients/:id/records", put(api::records::append))
        .route("/appointments", post(api::appointments::book))
        .route("/ping", get(ping))
        .layer(
            TraceLayer::new_for_http()
                .make_span_with(DefaultMakeSpan::new().level(Level::INFO).include_headers(false))
                .on_response(DefaultOnResponse::new().latency_unit(tower_http::LatencyUnit::Millis)),
        )
        .with_state(pool);
    let listener = tokio::net::TcpListener::bind("0.0.0.0:8070").await?;
    tracing::info!(addr = %listener.local_addr()?, "clinic listens");
    axum::serve(listener, app).await.map_err(Into::into)
}

async fn ping() -> &'static str { //~? key-function-not-instrumented
    "pong"
}
