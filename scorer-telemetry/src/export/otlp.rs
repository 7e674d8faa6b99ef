//! What OTLP over HTTP and over gRPC have in common.

use opentelemetry_sdk::metrics::Temporality;

use crate::config::otlp::{self as config, Otlp};
#[cfg(not(feature = "grpc-tls"))]
use crate::error::Error;

#[cfg(not(feature = "grpc"))]
pub(super) fn no_grpc() -> Error {
    Error::Feature {
        variable: "OTEL_EXPORTER_OTLP_PROTOCOL",
        value: "grpc".into(),
        feature: "grpc",
    }
}

/// Returns an error if files for TLS are set and this build has no TLS.
#[cfg(any(not(feature = "tls"), all(feature = "grpc", not(feature = "grpc-tls"))))]
pub(super) fn no_tls(otlp: &Otlp, feature: &'static str) -> Result<(), Error> {
    let file = otlp.certificate.as_ref();
    let file = file.or(otlp.identity.as_ref().map(|it| &it.key));
    if let Some(file) = file {
        let reason = format!("this build has no TLS; write `features = [\"{feature}\"]`");
        return Err(file.refused(reason));
    }
    if otlp.endpoint.starts_with("https:") {
        return Err(Error::Feature {
            variable: "OTEL_EXPORTER_OTLP_ENDPOINT",
            value: "https://..".into(),
            feature,
        });
    }
    Ok(())
}

pub(super) fn temporality(otlp: &Otlp) -> Temporality {
    match otlp.temporality {
        config::Temporality::Cumulative => Temporality::Cumulative,
        config::Temporality::Delta => Temporality::Delta,
        config::Temporality::LowMemory => Temporality::LowMemory,
    }
}
