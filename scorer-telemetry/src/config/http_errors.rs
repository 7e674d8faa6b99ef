//! Which answers of an HTTP server are errors of its requests.

/// Which answers are errors: `TELEMETRY_HTTP_ERRORS`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HttpErrors {
    /// A status from 500 on. One from 400 on says that the caller erred, and the service did its work: the [semantic
    /// conventions](https://opentelemetry.io/docs/specs/semconv/http/http-spans/#status) see it so, too.
    #[default]
    Server,
    /// A status from 400 on.
    ServerAndClient,
}

impl HttpErrors {
    /// As the variable says it.
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

    /// Whether an answer of this status is an error.
    #[cfg(feature = "axum")]
    pub(crate) fn include(self, status: http::StatusCode) -> bool {
        status.is_server_error() || self == Self::ServerAndClient && status.is_client_error()
    }
}
