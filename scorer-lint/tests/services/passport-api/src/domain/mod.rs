//! Scoring.

pub mod credentials;
pub mod dedup;
pub mod scoring;
