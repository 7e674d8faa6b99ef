//! Customers.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Customer {
    pub id: Uuid,
    pub full_name: String,
    pub email: String,
    pub iban: Option<String>,
    pub country: String,
}

impl Customer {
    pub fn greeting(&self) -> String {
        format!("Dear {}", self.full_name)
    }
}
