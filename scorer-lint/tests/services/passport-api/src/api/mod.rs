//! Handlers.

pub mod admin;
pub mod bulk;
pub mod health;
pub mod score;
pub mod stamps;
