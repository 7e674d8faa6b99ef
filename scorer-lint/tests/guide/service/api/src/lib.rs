//! What the service answers.

pub mod admin;
pub mod auth;
pub mod routes;
