//! What is kept, in SQLite.

pub mod scores;
pub mod stamps;
