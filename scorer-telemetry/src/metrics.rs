//! Counts how long spans last, by name, whether they are sampled or not.

pub(crate) mod histogram;
pub mod percentiles;
