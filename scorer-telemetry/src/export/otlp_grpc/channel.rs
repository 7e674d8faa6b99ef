//! What spans and percentiles over gRPC share: the channel and its runtime, headers, certificates and keys, and the
//! meaning of a status.

use std::error::Error as _;
use std::fmt::Write as _;

use tonic::metadata::MetadataMap;
use tonic::transport::{Channel, Endpoint};
use tonic::{Code, Extensions, Request, Status};
use tonic_types::StatusExt as _;

use crate::config::otlp::{Headers, Otlp};
use crate::error::Error;
#[cfg(not(feature = "grpc-tls"))]
use crate::export::otlp::no_tls;
use crate::export::otlp_http::Failure;
#[cfg(feature = "grpc-tls")]
use crate::export::tls::read;

use super::runtime::Runtime;

/// A connection to a collector. It is opened by the first request.
pub(super) struct Connection {
    pub(super) channel: Channel,
    metadata: MetadataMap,
    otlp: Otlp,
    runtime: Runtime,
}

impl Connection {
    /// # Errors
    ///
    /// Returns an error if the settings ask for what this build does not have, or for a file that cannot be used.
    pub(super) fn new(otlp: &Otlp) -> Result<Self, Error> {
        let runtime = Runtime::new()?;
        let metadata = metadata(&otlp.headers)?;
        let endpoint = Endpoint::from_shared(otlp.endpoint.clone()).map_err(|it| refused(&it))?;
        let endpoint = endpoint.connect_timeout(otlp.timeout);
        #[cfg(feature = "grpc-tls")]
        let endpoint = match tls(otlp)? {
            Some(tls) => endpoint.tls_config(tls).map_err(|it| refused(&it))?,
            None => endpoint,
        };
        #[cfg(not(feature = "grpc-tls"))]
        no_tls(otlp, "grpc-tls")?;
        let entered = runtime.enter();
        let channel = endpoint.connect_lazy();
        drop(entered);
        Ok(Self {
            channel,
            metadata,
            otlp: otlp.clone(),
            runtime,
        })
    }

    /// Makes a request of a message, with the headers.
    pub(super) fn request<T>(&self, message: T) -> Request<T> {
        Request::from_parts(self.metadata.clone(), Extensions::default(), message)
    }

    /// Waits for an answer.
    ///
    /// # Errors
    ///
    /// Returns why nothing of the request was accepted.
    pub(super) fn wait<T>(
        &self,
        call: impl Future<Output = Result<tonic::Response<T>, Status>>,
    ) -> Result<T, Failure> {
        let timeout = self.otlp.timeout;
        let answered = self
            .runtime
            .wait(async move { tokio::time::timeout(timeout, call).await });
        match answered {
            Ok(Ok(answer)) => Ok(answer.into_inner()),
            Ok(Err(status)) => Err(failure(&status)),
            Err(_) => Err(Failure {
                cause: Some(format!("no answer within {} ms", timeout.as_millis())),
                may_pass: true,
                ..Failure::default()
            }),
        }
    }
}

fn failure(status: &Status) -> Failure {
    let mut cause = format!("{:?}", status.code());
    if !status.message().is_empty() {
        let _ = write!(cause, ": {}", status.message());
    }
    let mut source = status.source();
    while let Some(error) = source {
        let _ = write!(cause, ": {error}");
        source = error.source();
    }
    // A collector never answers with this status; it comes from the client when the connection breaks.
    if status.code() == Code::Unknown && status.source().is_some() {
        cause.push_str(
            "; the other side may not speak gRPC. If this is a collector's port for HTTP, set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
        );
    }
    Failure {
        cause: Some(cause),
        may_pass: may_pass(status),
        too_large: status.code() == Code::ResourceExhausted && !may_pass(status),
        ..Failure::default()
    }
}

/// Whether a request with this status is worth a retry: <https://opentelemetry.io/docs/specs/otlp/#failures>.
fn may_pass(status: &Status) -> bool {
    match status.code() {
        Code::Cancelled
        | Code::DeadlineExceeded
        | Code::Aborted
        | Code::OutOfRange
        | Code::Unavailable
        | Code::DataLoss => true,
        // Only if the collector says that it will recover.
        Code::ResourceExhausted => status.get_details_retry_info().is_some(),
        // A connection that breaks is not an answer from the collector.
        _ => status.source().is_some(),
    }
}

fn refused(error: &dyn std::error::Error) -> Error {
    Error::Exporter(error.to_string())
}

fn metadata(headers: &Headers) -> Result<MetadataMap, Error> {
    let mut map = http::HeaderMap::new();
    for (name, value) in headers {
        let (Ok(name), Ok(value)) = (
            name.parse::<http::HeaderName>(),
            value.parse::<http::HeaderValue>(),
        ) else {
            return Err(Error::Exporter(format!(
                "`{name}` in `OTEL_EXPORTER_OTLP_HEADERS` cannot be the name of a header, or its value contains what a header must not contain"
            )));
        };
        map.insert(name, value);
    }
    Ok(MetadataMap::from_headers(map))
}

#[cfg(feature = "grpc-tls")]
fn tls(otlp: &Otlp) -> Result<Option<tonic::transport::ClientTlsConfig>, Error> {
    use tonic::transport::{Certificate, ClientTlsConfig, Identity};

    // Read even if they are not needed, because a file that cannot be used is a mistake.
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
