//! Devices talk, the hub listens.

mod devices;
mod ingest;
mod observe;

use std::sync::Arc;

use axum::extract::FromRef;
use axum::routing::{get, post};
use figment::providers::{Env, Format, Toml};
use figment::Figment;
use serde::Deserialize;
use sqlx::PgPool;
use tokio::task::JoinHandle;
use tracing::{debug, error, info};

#[derive(Debug, Clone, Deserialize)]
pub struct Broker {
    pub host: String,
    pub port: u16,
    pub username: String,
    pub password: String,
}

#[derive(Clone, Deserialize)]
pub struct Conf {
    pub listen: String,
    pub database: String,
    pub broker: Broker,
    pub otlp: Option<String>,
}

#[derive(Clone, FromRef)]
pub struct Hub {
    pub pool: PgPool,
    pub registry: Arc<devices::Registry>,
}

#[tokio::main(flavor = "multi_thread", worker_threads = 4)]
async fn main() -> anyhow::Result<()> {
    let conf: Conf = Figment::new().merge(Toml::file("hub.toml")).merge(Env::prefixed("HUB_")).extract()?;
    let _observed = observe::start(conf.otlp.as_deref())?;
    info!(listen = %conf.listen, broker.host = %conf.broker.host, broker.port = conf.broker.port, "configuration read");
    debug!(broker = ?conf.broker, "broker"); //~ debug-of-sensitive
    debug!("database: {}", conf.database); //~? secret-in-message

    let pool = PgPool::connect(&conf.database).await?;
    let hub = Hub { pool: pool.clone(), registry: Arc::new(devices::Registry::default()) };
    let listening: JoinHandle<anyhow::Result<()>> = tokio::spawn(ingest::listen(conf.broker.clone(), hub.clone()));
    let app = axum::Router::new()
        .route("/devices", post(devices::provision).get(devices::list))
        .route("/devices/:id/secret", post(devices::rotate_secret))
        .route("/devices/:id/telemetry", get(ingest::latest))
        .with_state(hub);
    let listener = tokio::net::TcpListener::bind(&conf.listen).await?;
    tokio::select! {
        served = axum::serve(listener, app) => served?,
        ended = listening => {
            if let Ok(Err(error)) = &ended {
                error!(%error, broker_user = %conf.broker.username, "the broker is gone"); //~? pii-field
                error!("could not log in as {} with {}", conf.broker.username, conf.broker.password); //~ secret-in-message
            }
            ended??;
        }
    }
    Ok(())
}
