//! Spans while they are open: the layer, what it knows of each span, and who is sampled.

pub(crate) mod attributes;
pub(crate) mod entered;
pub(crate) mod layer;
mod logged;
pub(crate) mod open;
mod remote;
pub(crate) mod sampling;
pub(crate) mod state;
pub(crate) mod xray_ids;
