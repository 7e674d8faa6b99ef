//! The runtime of [scorer-instrument](https://docs.rs/scorer-instrument): one instrumentation, two outputs.
//!
//! It writes what `tracing` records as JSON lines to stdout and exports it as spans over OTLP. Both outputs are
//! redacted and bounded in size. Services use it through the facade crate: `scorer_instrument::telemetry!().init()`
//! compiles the team's policy into the binary.

mod assembly;
#[cfg(feature = "axum")]
pub mod axum;
mod builder;
mod callsites;
mod config;
mod error;
mod escape;
mod export;
mod filter;
mod finish;
mod guard;
#[cfg(feature = "lambda")]
pub mod lambda;
mod local;
mod log;
mod lost;
#[cfg(any(feature = "axum", feature = "lambda"))]
mod method;
mod metrics;
mod panics;
#[doc(hidden)]
pub mod private;
pub mod propagation;
pub mod redact;
mod run;
mod scratch;
#[cfg(any(feature = "axum", feature = "tonic"))]
mod server;
pub mod settings;
#[cfg(feature = "tokio")]
mod signal;
pub mod sql;
mod stderr;
#[cfg(feature = "tonic")]
pub mod tonic;
mod trace;
pub mod tree;
mod values;
mod writer;

pub use builder::Builder;
pub use config::http_errors::HttpErrors;
pub use config::panics::Panics;
pub use error::{Error, FlushError};
#[cfg(feature = "xray")]
pub use export::xray::{Credentials, CredentialsError, ProvideCredentials};
pub use guard::Telemetry;
pub use local::Local;
pub use lost::Lost;
pub use metrics::percentiles;
#[cfg(feature = "tokio")]
pub use signal::signal;
pub use stderr::{print_error, print_warning};

/// Compiles the examples of the page on Lambda.
#[cfg(all(doctest, feature = "lambda"))]
#[doc = include_str!("../../docs/lambda.md")]
struct LambdaPage;
