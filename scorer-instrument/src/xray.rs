//! AWS X-Ray: its trace header, its ids, and its own OTLP endpoint, which takes signed requests alone.

#[cfg(feature = "xray")]
mod answer;
#[cfg(feature = "xray")]
mod clock;
#[cfg(feature = "xray")]
mod credentials;
pub(crate) mod header;
pub(crate) mod host;
mod ids;
mod propagator;
#[cfg(feature = "xray")]
mod sign;
#[cfg(feature = "xray")]
mod sink;
#[cfg(feature = "xray")]
mod source;
#[cfg(feature = "xray")]
mod split;

pub(crate) use ids::XrayIds;
pub(crate) use propagator::XrayPropagator;

#[cfg(feature = "xray")]
pub use credentials::{Credentials, CredentialsError, ProvideCredentials};
#[cfg(feature = "xray")]
pub(crate) use sink::{Source, XraySink};

/// Told what the log is to say.
#[cfg(feature = "xray")]
pub(crate) type Report = std::sync::Arc<dyn Fn(&str) + Send + Sync>;
