//! AWS X-Ray's own OTLP endpoint, which only accepts signed requests.

mod answer;
mod clock;
mod credentials;
mod report;
mod sign;
mod sink;
mod source;
mod split;

pub use credentials::{Credentials, CredentialsError, ProvideCredentials};
pub(crate) use sink::{Endpoint, Source, XraySink};
