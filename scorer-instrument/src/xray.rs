//! AWS X-Ray: its trace header and its ids.

pub(crate) mod header;
mod ids;
mod propagator;

pub(crate) use ids::XrayIds;
pub(crate) use propagator::XrayPropagator;
