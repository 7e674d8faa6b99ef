//! Orders.

mod mail;

use std::time::Instant;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde::Deserialize;
use sqlx::{MySql, MySqlPool, Transaction};
use tracing::{Level, debug, error, event, info, instrument, span, warn};
use uuid::Uuid;

use crate::Shop;
use crate::cart::Cart;
use crate::session::Visitor;

#[derive(Clone, Debug, Deserialize)]
pub struct Order {
    pub id: Uuid,
    pub cart: Cart,
    pub shipping_address: ShippingAddress,
    pub card_token: String,
}

#[derive(Clone, Debug, Deserialize)]
pub struct ShippingAddress {
    pub full_name: String,
    pub street: String,
    pub city: String,
    pub country_code: String,
}

#[instrument(skip(shop, headers, visitor), fields(order.id = %order.id, visitor.id = %visitor.id, checkout.ms))] //~ error-not-recorded, duplicate-recording
pub async fn checkout(
    State(shop): State<Shop>,
    headers: HeaderMap,
    visitor: Visitor,
    Json(order): Json<Order>, //~ large-arg-not-skipped|debug-of-sensitive|pii-field|credential-not-skipped
) -> Result<StatusCode, StatusCode> {
    let clock = Instant::now();
    let request_id = headers.get("x-request-id").and_then(|id| id.to_str().ok());
    debug!(request_id, country = %order.shipping_address.country_code, "checkout");
    debug!(city = %order.shipping_address.city, "shipping"); //~? pii-field, entering-function-log
    info!(ship_to = %order.shipping_address.full_name, "checkout"); //~ pii-field
    log::info!("charging {}", order.card_token); //~ secret-in-message
    log::debug!("order {} of visitor {}", order.id, visitor.id);
    let mut tx = shop.db.begin().await.map_err(internal)?;
    let number = store(&mut tx, &order).await.map_err(internal)?;
    stock(&shop.db, order.cart.lines.keys().cloned().collect()).await.map_err(internal)?;
    tx.commit().await.map_err(internal)?;
    tracing::Span::current().record("checkout.ms", clock.elapsed().as_millis() as u64); //~ timing-log
    event!(Level::INFO, order.number = number, total = %order.cart.total, "order placed");
    event!(name: "order", Level::INFO, { order = ?order }, "order placed"); //~ debug-of-sensitive|pii-field
    mail::confirm(&order).await;
    Ok(StatusCode::CREATED)
}

fn internal(error: sqlx::Error) -> StatusCode {
    error!(%error, "checkout failed");
    StatusCode::INTERNAL_SERVER_ERROR
}

#[instrument(level = "debug", err)]
async fn store(
    tx: &mut Transaction<'_, MySql>, //~ pool-not-skipped
    order: &Order, //~ large-arg-not-skipped|debug-of-sensitive|pii-field|credential-not-skipped
) -> sqlx::Result<u64> {
    let span = span!(Level::TRACE, "lines"); //~? manual-span
    for (sku, quantity) in &order.cart.lines {
        span.in_scope(|| debug!(sku, quantity, "line")); //~? manual-span
        sqlx::query("INSERT INTO lines VALUES (?, ?, ?)").bind(order.id).bind(sku).bind(quantity).execute(&mut **tx).await?;
    }
    let done = sqlx::query("INSERT INTO orders (id) VALUES (?)").bind(order.id).execute(&mut **tx).await?;
    debug!(id = done.last_insert_id(), "order number");
    Ok(done.last_insert_id())
}

#[instrument(err, skip(skus))]
async fn stock(
    db: &MySqlPool, //~ pool-not-skipped
    skus: Vec<String>,
) -> sqlx::Result<()> {
    for sku in &skus {
        let left: i64 = sqlx::query_scalar("SELECT stock FROM products WHERE sku = ?").bind(sku).fetch_one(db).await?;
        if left < 5 {
            warn!(sku, left, "stock is low");
        }
        debug!(sku, left, "stock");
    }
    Ok(())
}
