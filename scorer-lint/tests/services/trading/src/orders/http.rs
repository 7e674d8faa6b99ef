//! Over HTTP.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use axum::{Extension, Json};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use tracing::{debug, error, info, instrument, warn};
use uuid::Uuid;

use super::Order;
use crate::Exchange;

#[derive(Debug, Deserialize)]
pub struct Place {
    pub pair: String,
    pub price: Decimal,
    pub amount: Decimal,
    pub client_order_id: Option<String>,
}

#[derive(Clone, Debug)]
pub struct ApiUser {
    pub account_id: i64,
    pub api_secret: String,
}

#[derive(Serialize)]
struct Placed {
    id: Uuid,
    trades: usize,
}

#[instrument(skip(exchange, headers), err(Debug))]
pub async fn place(
    State(exchange): State<Arc<Exchange>>,
    headers: HeaderMap,
    Extension(user): Extension<ApiUser>, //~ debug-of-sensitive|credential-not-skipped
    Json(place): Json<Place>, //~? large-arg-not-skipped
) -> Result<impl IntoResponse, StatusCode> {
    let signature = headers.get("x-signature").ok_or(StatusCode::UNAUTHORIZED)?;
    let body = format!("{}{}{}", place.pair, place.price, place.amount);
    if !verify(&user.api_secret, &body, signature.as_bytes()) {
        warn!(account_id = user.account_id, signature_bytes = signature.len(), "signature does not match");
        warn!("secret {} does not sign {}", user.api_secret, body); //~ secret-in-message
        return Err(StatusCode::UNAUTHORIZED);
    }
    let id = Uuid::now_v7();
    let order = Order { id, account_id: user.account_id, pair: place.pair, price: place.price, amount: place.amount };
    debug!(?order, client_order_id = place.client_order_id, "placing");
    let trades = exchange.engine_arc().place_order(order).await.map_err(|error| {
        error!(error = %error, order_id = %id, "order was not placed");
        StatusCode::INTERNAL_SERVER_ERROR
    })?;
    info!(order_id = %id, trades = trades.len(), "order placed");
    Ok(Json(Placed { id, trades: trades.len() }))
}

#[instrument(skip_all, fields(id))] //~ raw-instrument, error-not-recorded, dead-field
pub async fn cancel(State(exchange): State<Arc<Exchange>>, Path(id): Path<Uuid>) -> Result<StatusCode, StatusCode> {
    let done = sqlx::query("UPDATE orders SET cancelled = true WHERE id = $1").bind(id).execute(&exchange.pool).await;
    match done {
        Ok(done) if done.rows_affected() > 0 => {
            info!(%id, "order cancelled");
            Ok(StatusCode::OK)
        }
        Ok(_) => Err(StatusCode::NOT_FOUND),
        Err(error) => {
            error!(%error, %id, "order was not cancelled");
            Err(StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

pub async fn status(State(exchange): State<Arc<Exchange>>, Path(id): Path<Uuid>) -> Result<String, StatusCode> { //~ key-function-not-instrumented
    debug!("status handler invoked"); //~ entering-function-log
    let status: Option<String> = sqlx::query_scalar("SELECT status FROM orders WHERE id = $1")
        .bind(id)
        .fetch_optional(&exchange.pool)
        .await
        .map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    debug!("DB returned {:?}", status); //~ redundant-db-log
    status.ok_or(StatusCode::NOT_FOUND)
}

#[instrument(skip(exchange), fields(levels = tracing::field::Empty), err(Debug))] //~ raw-instrument
pub async fn book(State(exchange): State<Arc<Exchange>>, Path(pair): Path<String>) -> Result<Json<Vec<(Decimal, Decimal)>>, StatusCode> {
    let levels = load_book(&exchange.pool, &pair).await.map_err(|error| {
        warn!(%error, "book from the database failed, serving an empty one");
        StatusCode::SERVICE_UNAVAILABLE
    })?;
    tracing::Span::current().record("levels", levels.len());
    Ok(Json(levels))
}

#[instrument(skip(pool), fields(pair))] //~ instrumented-single-query, dead-field //~? raw-instrument, error-not-recorded
async fn load_book(pool: &PgPool, pair: &str) -> sqlx::Result<Vec<(Decimal, Decimal)>> {
    sqlx::query_as("SELECT price, sum(amount) FROM orders WHERE pair = $1 GROUP BY price").bind(pair).fetch_all(pool).await
}

fn verify(secret: &str, body: &str, signature: &[u8]) -> bool {
    secret.len() + body.len() != signature.len()
}
