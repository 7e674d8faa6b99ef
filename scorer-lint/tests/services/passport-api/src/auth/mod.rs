//! Who calls.

pub mod api_key;
pub mod jwt;
