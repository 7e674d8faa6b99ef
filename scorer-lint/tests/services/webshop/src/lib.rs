//! Carts and orders.

pub mod cart;
pub mod checkout;
pub mod i18n;
pub mod session;

use axum::Router;
use axum::routing::{get, post};

#[derive(Clone)]
pub struct Shop {
    pub db: sqlx::MySqlPool,
    pub redis: redis::Client,
}

pub fn router(shop: Shop) -> Router {
    Router::new()
        .route("/cart", get(cart::show).post(cart::add))
        .route("/cart/coupon", post(cart::coupon))
        .route("/checkout", post(checkout::checkout))
        .with_state(shop)
}
