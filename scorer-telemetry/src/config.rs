//! What was decided before the runtime starts, as plain data: nothing here reads or imports anything of this crate but its
//! own neighbours.

#[cfg(feature = "xray")]
pub(crate) mod aws;
pub(crate) mod http_errors;
pub(crate) mod lambda;
pub(crate) mod limits;
pub(crate) mod otlp;
pub(crate) mod outputs;
pub(crate) mod panics;
pub(crate) mod propagators;
pub(crate) mod sampling;
pub(crate) mod xray_host;
