//! What the channels of spans and of percentiles have in common: headers, and certificates and keys.

use tonic::metadata::MetadataMap;

use crate::config::otlp::Headers;
#[cfg(feature = "grpc-tls")]
use crate::config::otlp::Otlp;
use crate::error::Error;
#[cfg(feature = "grpc-tls")]
use crate::export::tls::read;

pub(super) fn metadata(headers: &Headers) -> Result<MetadataMap, Error> {
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
pub(super) fn tls(otlp: &Otlp) -> Result<Option<tonic::transport::ClientTlsConfig>, Error> {
    use tonic::transport::{Certificate, ClientTlsConfig, Identity};

    // Read where they are not needed, too: a file that is none is a mistake.
    let files = read(otlp)?;
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
