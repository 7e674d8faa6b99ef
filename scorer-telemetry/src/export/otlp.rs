//! What OTLP over HTTP and over gRPC have in common.

use opentelemetry_otlp::RetryPolicy;

use crate::config::otlp::Otlp;
use crate::error::Error;

pub(super) fn retries(otlp: &Otlp) -> RetryPolicy {
    if otlp.retries {
        RetryPolicy::recommended()
    } else {
        RetryPolicy::disabled()
    }
}

#[cfg(not(feature = "grpc"))]
pub(super) fn no_grpc() -> Error {
    Error::Feature {
        variable: "OTEL_EXPORTER_OTLP_PROTOCOL",
        value: "grpc".into(),
        feature: "grpc",
    }
}

pub(super) fn refused(error: &dyn std::error::Error) -> Error {
    Error::Exporter(error.to_string())
}

/// The bytes of the file that `OTEL_EXPORTER_OTLP_CERTIFICATE` names.
#[cfg(feature = "tls")]
pub(super) fn certificate(path: &str) -> Result<Vec<u8>, Error> {
    std::fs::read(path).map_err(|error| bad_certificate(path, error.to_string()))
}

pub(super) fn bad_certificate(path: &str, reason: String) -> Error {
    Error::File {
        variable: "OTEL_EXPORTER_OTLP_CERTIFICATE",
        path: path.to_owned(),
        reason,
    }
}
