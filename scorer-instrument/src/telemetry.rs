//! How the runtime starts and ends. [`telemetry!`](crate::telemetry!) makes a [`Builder`]; starting it returns
//! [`Telemetry`], the guard to keep in `main`.

#[cfg(feature = "tokio")]
pub use scorer_telemetry::signal;
pub use scorer_telemetry::{
    Builder, Error, FlushError, HttpErrors, Local, Lost, Panics, Telemetry, print_error,
    print_warning,
};
#[cfg(feature = "xray")]
pub use scorer_telemetry::{Credentials, CredentialsError, ProvideCredentials};
