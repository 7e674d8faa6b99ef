//! What is counted of spans: how long each lasted, by name, whether it was sampled or not.

pub(crate) mod histogram;
pub mod percentiles;
