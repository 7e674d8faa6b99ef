//! Scores, deduplication, storage.

pub mod domain;
pub mod http;
pub mod middleware;
pub mod queue;
pub mod settings;
pub mod store;
pub mod telemetry;
