//! Scores of addresses: what they are made of, and where they are kept.

pub mod community;
pub mod db;
pub mod score;
pub mod stamps;
