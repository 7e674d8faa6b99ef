//! Balances.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use scorer_instrument::scorer_span;
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use tracing::{debug, info, warn};

use crate::sign::Signer;

#[derive(Clone)]
struct Shared {
    pool: PgPool,
    signer: Arc<Signer>,
}

#[derive(Debug, Deserialize)]
struct Page {
    continuation_token: Option<String>,
    limit: Option<i64>,
}

#[derive(Debug, Serialize, sqlx::FromRow)]
struct Balance {
    token: String,
    amount: i64,
}

pub async fn serve(pool: PgPool, signer: Signer) -> anyhow::Result<()> {
    let shared = Shared { pool, signer: Arc::new(signer) };
    let router = Router::new()
        .route("/wallets/{address}/balances", get(balances))
        .route("/public-key", get(public_key))
        .with_state(shared);
    let listener = tokio::net::TcpListener::bind("0.0.0.0:8090").await?;
    info!(address = %listener.local_addr()?, "api listens");
    axum::serve(listener, router).await?;
    Ok(())
}

#[scorer_span(skip(shared, page), err(Debug))]
async fn balances(
    State(shared): State<Shared>,
    Path(address): Path<String>,
    Query(page): Query<Page>,
) -> Result<Json<Vec<Balance>>, StatusCode> {
    let continuation_token = page.continuation_token.unwrap_or_default();
    debug!(continuation_token, limit = page.limit, "page of balances"); //~? entering-function-log
    let balances: Vec<Balance> = sqlx::query_as("SELECT token, amount FROM balances WHERE wallet = $1 AND token > $2 ORDER BY token LIMIT $3")
        .bind(&address)
        .bind(&continuation_token)
        .bind(page.limit.unwrap_or(100))
        .fetch_all(&shared.pool)
        .await
        .map_err(|error| {
            warn!(%error, wallet_address = %address, "balances could not be read");
            StatusCode::SERVICE_UNAVAILABLE
        })?;
    let next = balances.last().map(|balance| balance.token.as_str());
    debug!(next_continuation_token = next, "page");
    Ok(Json(balances))
}

#[scorer_span(skip(shared))]
async fn public_key(State(shared): State<Shared>) -> String {
    let public_key = shared.signer.public_key_hex();
    debug!(%public_key, "public key served");
    public_key
}
