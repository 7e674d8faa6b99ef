//! The decisions made before the runtime starts, as plain data. The modules here read nothing, and import nothing of
//! this crate but each other.

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
