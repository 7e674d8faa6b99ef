//! OTLP over gRPC. Its channel lives on a runtime of its own, so that it works without one, and a service whose only
//! thread waits for a flush does not wait for itself.

use opentelemetry_otlp::tonic_types::metadata::MetadataMap;
use opentelemetry_otlp::{
    Compression as OtlpCompression, MetricExporter, SpanExporter, WithExportConfig as _,
    WithTonicConfig as _,
};

use crate::config::otlp::{Compression, Headers, Otlp};
use crate::error::Error;

#[cfg(feature = "grpc-tls")]
use super::otlp::certificate;
use super::otlp::{refused, retries};
use super::wait::{Runtime, Wait};

/// The settings of one signal, on its builder, and the runtime that the exporter needs.
macro_rules! built {
    ($builder:expr, $otlp:expr) => {{
        let runtime = Runtime::new()?;
        let entered = runtime.enter();
        let builder = $builder
            .with_tonic()
            .with_endpoint(&$otlp.endpoint)
            .with_timeout($otlp.timeout)
            .with_retry_policy(retries($otlp))
            .with_metadata(metadata(&$otlp.headers)?);
        let builder = match $otlp.compression {
            Compression::Gzip => builder.with_compression(OtlpCompression::Gzip),
            Compression::None => builder,
        };
        #[cfg(feature = "grpc-tls")]
        let builder = match tls($otlp)? {
            Some(tls) => builder.with_tls_config(tls),
            None => builder,
        };
        #[cfg(not(feature = "grpc-tls"))]
        no_tls($otlp)?;
        let exporter = builder.build().map_err(|it| refused(&it))?;
        drop(entered);
        Ok((exporter, Wait::Runtime(runtime)))
    }};
}

/// An exporter of spans and the runtime that it needs.
pub(super) fn spans(otlp: &Otlp) -> Result<(SpanExporter, Wait), Error> {
    built!(SpanExporter::builder(), otlp)
}

/// An exporter of percentiles and the runtime that it needs.
pub(super) fn metrics(otlp: &Otlp) -> Result<(MetricExporter, Wait), Error> {
    built!(MetricExporter::builder(), otlp)
}

fn metadata(headers: &Headers) -> Result<MetadataMap, Error> {
    let mut map = http::HeaderMap::new();
    for (name, value) in headers {
        let (Ok(name), Ok(value)) = (
            name.parse::<http::HeaderName>(),
            value.parse::<http::HeaderValue>(),
        ) else {
            return Err(Error::Exporter(format!(
                "`{name}` of `OTEL_EXPORTER_OTLP_HEADERS` is no header, or its value none"
            )));
        };
        map.insert(name, value);
    }
    Ok(MetadataMap::from_headers(map))
}

#[cfg(feature = "grpc-tls")]
fn tls(
    otlp: &Otlp,
) -> Result<Option<opentelemetry_otlp::tonic_types::transport::ClientTlsConfig>, Error> {
    use opentelemetry_otlp::tonic_types::transport::{Certificate, ClientTlsConfig};

    if !otlp.endpoint.starts_with("https:") {
        return Ok(None);
    }
    let tls = match &otlp.certificate {
        Some(path) => {
            ClientTlsConfig::new().ca_certificate(Certificate::from_pem(certificate(path)?))
        }
        None => ClientTlsConfig::new().with_enabled_roots(),
    };
    Ok(Some(tls))
}

#[cfg(not(feature = "grpc-tls"))]
fn no_tls(otlp: &Otlp) -> Result<(), Error> {
    if otlp.endpoint.starts_with("https:") {
        return Err(Error::Feature {
            variable: "OTEL_EXPORTER_OTLP_ENDPOINT",
            value: "https://..".into(),
            feature: "grpc-tls",
        });
    }
    Ok(())
}
