//! Adapters.

pub mod mail;
pub mod postgres;
