//! Webhooks of the provider.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use axum::Router;
use hmac::{Hmac, Mac};
use serde::Deserialize;
use sha2::Sha256;
use tokio_util::sync::CancellationToken;
use tracing::{debug, error, info, warn};

use crate::Context;

#[derive(Debug, Deserialize)]
struct Event {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    customer_email: Option<String>,
}

pub async fn serve(context: Arc<Context>, token: CancellationToken) -> anyhow::Result<()> {
    let router = Router::new().route("/webhooks/gateway", post(receive)).with_state(context);
    let listener = tokio::net::TcpListener::bind(("0.0.0.0", 9000)).await?;
    axum::serve(listener, router).with_graceful_shutdown(async move { token.cancelled().await }).await?;
    Ok(())
}

#[tracing::instrument(name = "webhook", skip(context), fields(body.len = body.len()))]
async fn receive(
    State(context): State<Arc<Context>>,
    headers: HeaderMap, //~ credential-not-skipped
    body: Bytes, //~ large-arg-not-skipped
) -> StatusCode {
    let Some(signature) = headers.get("x-signature").and_then(|value| value.to_str().ok()) else {
        warn!("a webhook without a signature");
        return StatusCode::BAD_REQUEST;
    };
    let expected = sign(context.webhook_secret.as_bytes(), &body);
    if signature != expected {
        warn!(signature, expected = %expected, "signatures differ"); //~? pii-field
        return StatusCode::UNAUTHORIZED;
    }
    let event: Event = match serde_json::from_slice(&body) {
        Ok(event) => event,
        Err(error) => {
            warn!(%error, line = error.line(), "not an event");
            return StatusCode::BAD_REQUEST;
        }
    };
    debug!(event = ?event, "webhook"); //~ debug-of-sensitive
    info!(event.id = %event.id, event.kind = %event.kind, "webhook received");
    if let Some(customer_email) = event.customer_email {
        info!(%customer_email, "will write to the customer"); //~ pii-field
    }
    let pool = context.pool.clone();
    let handle = tokio::task::spawn(async move { //~ detached-spawn
        sqlx::query("INSERT INTO events (id, kind) VALUES ($1, $2)").bind(event.id).bind(event.kind).execute(&pool).await
    });
    match handle.await {
        Ok(Ok(_)) => StatusCode::OK,
        Ok(Err(error)) => {
            error!(%error, "the event was not stored");
            StatusCode::INTERNAL_SERVER_ERROR
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn sign(key: &[u8], body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any length");
    mac.update(body);
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}
