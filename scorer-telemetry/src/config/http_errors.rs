//! Which responses of an HTTP server count as errors of its requests.

/// Which responses count as errors: `TELEMETRY_HTTP_ERRORS`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HttpErrors {
    /// A status of 500 or above. This is the default. A status from 400 to 499 means that the caller made a mistake and
    /// the service worked as it should, which is also how the [semantic
    /// conventions](https://opentelemetry.io/docs/specs/semconv/http/http-spans/#status) see it.
    #[default]
    Server,
    /// A status of 400 or above.
    ServerAndClient,
}

impl HttpErrors {
    /// Returns the value of the variable.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::ServerAndClient => "server,client",
        }
    }

    pub(crate) fn parse(value: &str) -> Option<Self> {
        match value.split(',').map(str::trim).collect::<Vec<_>>()[..] {
            ["server"] => Some(Self::Server),
            ["server", "client"] | ["client", "server"] => Some(Self::ServerAndClient),
            _ => None,
        }
    }

    /// Whether a response of this status is an error.
    #[cfg(feature = "axum")]
    pub(crate) fn include(self, status: http::StatusCode) -> bool {
        status.is_server_error() || self == Self::ServerAndClient && status.is_client_error()
    }
}
