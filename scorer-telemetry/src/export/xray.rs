//! AWS X-Ray's own OTLP endpoint, which takes signed requests alone.

mod answer;
mod clock;
mod credentials;
mod sign;
mod sink;
mod source;
mod split;

pub use credentials::{Credentials, CredentialsError, ProvideCredentials};
pub(crate) use sink::{Source, XraySink};

/// Told what the log is to say.
pub(crate) type Report = std::sync::Arc<dyn Fn(&str) + Send + Sync>;
