//! Routes.

pub mod admin;
pub mod events;
pub mod upload;
