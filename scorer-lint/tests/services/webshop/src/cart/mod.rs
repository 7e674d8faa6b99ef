//! The cart.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use redis::AsyncCommands;
use rust_decimal::Decimal;
use scorer_instrument::scorer_span;
use serde::{Deserialize, Serialize};
use tracing::{debug, error, info, trace, warn};

use crate::Shop;
use crate::session::Visitor;

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Cart {
    pub lines: HashMap<String, u32>,
    pub coupon_code: Option<String>,
    pub currency_code: String,
    pub postal_code: Option<String>,
    pub total: Decimal,
}

#[derive(Debug, Deserialize)]
pub struct Line {
    pub sku: String,
    pub quantity: u32,
    pub product_code: String,
}

#[scorer_span(skip(shop, visitor), fields(visitor = %visitor.id), err(Debug))]
pub async fn show(State(shop): State<Shop>, visitor: Visitor) -> Result<Json<Cart>, StatusCode> {
    let cart_key = format!("cart:{}", visitor.id);
    let mut connection = shop.redis.get_multiplexed_async_connection().await.map_err(|error| {
        error!(%error, cart_key, "redis does not answer");
        StatusCode::SERVICE_UNAVAILABLE
    })?;
    let text: Option<String> = connection.get(&cart_key).await.map_err(|error| {
        warn!(error = %error, key = %cart_key, "cart could not be read");
        StatusCode::SERVICE_UNAVAILABLE
    })?;
    let value = text.as_deref().unwrap_or("{}");
    trace!(key = cart_key, bytes = value.len(), "cart read");
    let cart: Cart = serde_json::from_str(value).unwrap_or_default();
    debug!(currency_code = cart.currency_code, lines = cart.lines.len(), has_coupon = cart.coupon_code.is_some(), "cart");
    Ok(Json(cart))
}

#[scorer_span(skip(shop, visitor, line), fields(sku = %line.sku, quantity = line.quantity))]
pub async fn add(State(shop): State<Shop>, visitor: Visitor, Json(line): Json<Line>) -> StatusCode {
    debug!(product_code = line.product_code, ?line, "line added");
    let _ = (shop, visitor);
    StatusCode::CREATED
}

#[derive(Deserialize)]
pub struct Coupon {
    pub code: String,
}

#[scorer_span(skip(shop, visitor, coupon), fields(coupon_length = coupon.code.len()), err(Debug, level = "warn"))]
pub async fn coupon(State(shop): State<Shop>, visitor: Visitor, Json(coupon): Json<Coupon>) -> Result<Json<Decimal>, StatusCode> {
    let discount: Option<(Decimal,)> = sqlx::query_as("SELECT discount FROM coupons WHERE code = ?")
        .bind(&coupon.code)
        .fetch_optional(&shop.db)
        .await
        .map_err(|error| {
            error!(error.code = error.as_database_error().and_then(|error| error.code()).as_deref(), "coupons could not be read");
            StatusCode::INTERNAL_SERVER_ERROR
        })?;
    match discount {
        Some((discount,)) => {
            info!(%discount, visitor.id = %visitor.id, "coupon accepted");
            Ok(Json(discount))
        }
        None => {
            warn!(status_code = 404, "coupon refused");
            Err(StatusCode::NOT_FOUND)
        }
    }
}
