//! The scorer.

pub mod api;
pub mod auth;
pub mod db;
pub mod dedup;
pub mod human_points;
pub mod models;
pub mod scoring;
pub mod telemetry;
