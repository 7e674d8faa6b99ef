//! Wires everything together.

use std::env;

use axum::routing::{get, patch, post};
use axum::Router;
use redis::aio::ConnectionManager;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use tracing::{debug, info, warn};
use tracing_subscriber::EnvFilter;

use crate::handlers::{login, profile, register, reset};
use crate::repo::users::PgUsers;

#[derive(Clone)]
pub struct App {
    pub users: PgUsers,
    pub redis: ConnectionManager,
    pub mailer: crate::mail::Mailer,
}

pub fn telemetry() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    // Logs only: traces are made by the mesh's sidecar.
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::from_default_env())
        .json()
        .try_init()
}

pub async fn serve() -> anyhow::Result<()> {
    let options: PgConnectOptions = env::var("DATABASE_URL")?.parse()?;
    debug!(host = options.get_host(), database = ?options.get_database(), "connecting");
    debug!(?options, "connect options"); //~ debug-of-sensitive|pii-field
    let pool = PgPoolOptions::new().max_connections(10).connect_with(options).await?;
    info!(size = pool.size(), idle = pool.num_idle(), "pool ready");

    let redis_url = env::var("REDIS_URL")?;
    println!("redis: {redis_url}"); //~ print-macro //~? secret-in-message
    let redis = ConnectionManager::new(redis::Client::open(redis_url.as_str())?).await?;

    let smtp_password = env::var("SMTP_PASSWORD").unwrap_or_default();
    if smtp_password.is_empty() {
        warn!("SMTP_PASSWORD is empty, mail goes to the log");
    } else {
        info!("SMTP password is set ({} characters)", smtp_password.len());
    }
    let mailer = crate::mail::Mailer::new(&smtp_password)?;

    let app = App { users: PgUsers::new(pool), redis, mailer };
    let router = Router::new()
        .route("/register", post(register::register))
        .route("/login", post(login::login))
        .route("/logout", post(login::logout))
        .route("/password/forgot", post(reset::forgot))
        .route("/password/reset", post(reset::reset))
        .route("/me", get(profile::me).merge(patch(profile::update)))
        .route("/me/avatar", post(profile::avatar))
        .with_state(app);
    let listener = tokio::net::TcpListener::bind("0.0.0.0:8081").await?;
    axum::serve(listener, router).await?;
    Ok(())
}
