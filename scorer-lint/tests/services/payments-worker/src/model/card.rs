//! Cards.

use std::fmt;

use serde::Deserialize;

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub enum CardBrand {
    Visa,
    Mastercard,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Card {
    pub brand: CardBrand,
    pub card_number: String,
    pub cvv: String,
    pub expiry_month: u8,
    pub expiry_year: u16,
}

/// The last four digits.
#[derive(Clone, Debug)]
pub struct MaskedPan(String);

impl Card {
    pub fn masked(&self) -> MaskedPan {
        MaskedPan(format!("**** {}", &self.card_number[self.card_number.len().saturating_sub(4)..]))
    }
}

impl fmt::Display for MaskedPan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
