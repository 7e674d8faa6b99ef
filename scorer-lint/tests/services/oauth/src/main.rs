//! An authorization server.

mod grants;
mod keys;
mod tokens;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use tracing::info;

pub struct Server {
    pub pool: sqlx::PgPool,
    pub keys: keys::KeySet,
    pub issuer: url::Url,
    pub access_token_ttl: std::time::Duration,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt::init();
    let keys = keys::KeySet::load("/etc/oauth/keys")?;
    let server = Arc::new(Server {
        pool: sqlx::PgPool::connect(&std::env::var("DATABASE_URL")?).await?,
        keys,
        issuer: "https://id.example".parse()?,
        access_token_ttl: std::time::Duration::from_secs(600),
    });
    info!(issuer = %server.issuer, key_count = server.keys.len(), current_key_id = server.keys.current_id(), access_token_ttl = ?server.access_token_ttl, "configured");
    let app = Router::new()
        .route("/token", post(grants::token_endpoint))
        .route("/revoke", post(grants::revoke_endpoint))
        .route("/.well-known/jwks.json", get(keys::jwks))
        .with_state(server);
    let listener = tokio::net::TcpListener::bind("0.0.0.0:8443").await?;
    axum::serve(listener, app).await?;
    Ok(())
}
