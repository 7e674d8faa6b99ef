//! Open spans: the layer, what it stores for each span, and which requests are sampled.

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
pub(crate) mod wanted;
pub(crate) mod xray_ids;
