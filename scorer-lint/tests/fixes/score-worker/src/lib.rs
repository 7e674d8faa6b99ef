//! Takes jobs from a queue, computes and retries.

pub mod backoff;
pub mod jobs;
pub mod parts;
pub mod sources;
