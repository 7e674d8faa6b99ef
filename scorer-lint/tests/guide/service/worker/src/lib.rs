//! What is done when nobody waits.

pub mod jobs;
pub mod notify;
