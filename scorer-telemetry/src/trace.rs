//! Spans while they are open: the layer, what it knows of each span, and who is sampled.

pub(crate) mod attributes;
pub(crate) mod clock;
pub(crate) mod entered;
pub(crate) mod layer;
mod logged;
pub(crate) mod open;
pub(crate) mod outcome;
pub(crate) mod pipeline;
mod remote;
#[cfg(any(feature = "axum", feature = "tonic"))]
pub(crate) mod request;
pub(crate) mod running;
pub(crate) mod sampling;
pub(crate) mod state;
pub(crate) mod unwinding;
pub(crate) mod xray_ids;
