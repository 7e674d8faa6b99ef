//! Statements.

pub mod cache;
pub mod community;
pub mod hash_links;
