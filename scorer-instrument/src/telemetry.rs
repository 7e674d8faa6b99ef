//! The runtime's start and end: [`telemetry!`](crate::telemetry!) makes a [`Builder`], and the [`Telemetry`] that it starts is
//! the guard to keep in `main`.

#[cfg(feature = "tokio")]
pub use scorer_telemetry::signal;
pub use scorer_telemetry::{
    Builder, Error, FlushError, HttpErrors, Local, Lost, Panics, Telemetry, print_error,
};
#[cfg(feature = "xray")]
pub use scorer_telemetry::{Credentials, CredentialsError, ProvideCredentials};
