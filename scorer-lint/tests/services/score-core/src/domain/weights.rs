//! Weights.

use std::collections::HashMap;

use rust_decimal::Decimal;

#[derive(Clone, Debug, Default)]
pub struct Weights(HashMap<String, Decimal>);

impl Weights {
    pub fn new(rows: Vec<(String, Decimal)>) -> Self {
        Self(rows.into_iter().collect())
    }

    pub fn of(&self, provider: &str) -> Decimal {
        self.0.get(provider).copied().unwrap_or_default()
    }

    /// The largest one, for the threshold.
    pub fn largest(&self) -> Option<(&str, Decimal)> {
        let largest = self.0.iter().max_by_key(|(_, weight)| **weight)?;
        tracing::trace!(key = %largest.0, weight = %largest.1, "largest weight");
        Some((largest.0, *largest.1))
    }
}
