//! OTLP over gRPC. Its channel lives on a runtime of its own, so that it works without one, and a service whose only
//! thread waits for a flush does not wait for itself.

mod spans;

use opentelemetry_otlp::{
    Compression as OtlpCompression, MetricExporter, WithExportConfig as _, WithTonicConfig as _,
};
use tonic::metadata::MetadataMap;

use crate::config::otlp::{Compression, Headers, Otlp};
use crate::error::Error;

use super::metrics::temporality;
#[cfg(not(feature = "grpc-tls"))]
use super::otlp::no_tls;
use super::otlp::{refused, retries};
use super::wait::{Runtime, Wait};

pub(super) use spans::Spans;

/// An exporter of percentiles and the runtime that it needs.
pub(super) fn metrics(otlp: &Otlp) -> Result<(MetricExporter, Wait), Error> {
    let runtime = Runtime::new()?;
    let entered = runtime.enter();
    let builder = MetricExporter::builder()
        .with_tonic()
        .with_temporality(temporality(otlp))
        .with_endpoint(&otlp.endpoint)
        .with_timeout(otlp.timeout)
        .with_retry_policy(retries(otlp))
        .with_metadata(metadata(&otlp.headers)?);
    let builder = match otlp.compression {
        Compression::Gzip => builder.with_compression(OtlpCompression::Gzip),
        Compression::None => builder,
    };
    #[cfg(feature = "grpc-tls")]
    let builder = match tls(otlp)? {
        Some(tls) => builder.with_tls_config(tls),
        None => builder,
    };
    #[cfg(not(feature = "grpc-tls"))]
    no_tls(otlp, "grpc-tls")?;
    let exporter = builder.build().map_err(|it| refused(&it))?;
    drop(entered);
    Ok((exporter, Wait::Runtime(runtime)))
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
fn tls(otlp: &Otlp) -> Result<Option<tonic::transport::ClientTlsConfig>, Error> {
    use tonic::transport::{Certificate, ClientTlsConfig, Identity};

    // Read where they are not needed, too: a file that is none is a mistake.
    let files = super::tls::read(otlp)?;
    if !otlp.endpoint.starts_with("https:") {
        return Ok(None);
    }
    let tls = match files.authority {
        Some(pem) => ClientTlsConfig::new().ca_certificate(Certificate::from_pem(pem)),
        None => ClientTlsConfig::new().with_enabled_roots(),
    };
    Ok(Some(match files.identity {
        Some(it) => tls.identity(Identity::from_pem(it.certificate, it.key)),
        None => tls,
    }))
}
