//! Money and those who owe it.

mod card;
mod customer;

pub use card::{Card, CardBrand, MaskedPan};
pub use customer::Customer;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Money {
    pub amount: Decimal,
    pub currency: String,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Charge {
    pub id: Uuid,
    pub customer_id: Uuid,
    pub money: Money,
    pub idempotency_key: String,
    pub attempts: u32,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct ChargeRequest {
    pub charge: Charge,
    pub card: Card,
    pub payer: Customer,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Settled,
    Declined { code: u16 },
    Unknown,
}
