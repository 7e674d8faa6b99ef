//! Spans over gRPC, with the status and the answer as the collector gave them: they say what is worth another try, what
//! was rejected, and why.

use std::error::Error as _;
use std::fmt::Write as _;

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::collector::trace::v1::trace_service_client::TraceServiceClient;
use opentelemetry_proto::transform::common::tonic::ResourceAttributesWithSchema;
use opentelemetry_proto::transform::trace::tonic::group_spans_by_resource_and_scope;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SpanData;
use prost::Message as _;
use tonic::codec::CompressionEncoding;
use tonic::metadata::MetadataMap;
use tonic::transport::{Channel, Endpoint};
use tonic::{Code, Extensions, Request, Status};
use tonic_types::StatusExt as _;

use crate::config::otlp::{Compression, Otlp};
use crate::error::Error;
#[cfg(not(feature = "grpc-tls"))]
use crate::export::otlp::no_tls;
use crate::export::otlp::refused;
use crate::export::otlp_http::{Failure, Rejected};
use crate::export::wait::Runtime;

use super::channel::metadata;
#[cfg(feature = "grpc-tls")]
use super::channel::tls;

/// The least that a collector can be told to take at most; by itself it takes four times as much:
/// <https://github.com/open-telemetry/opentelemetry-collector/blob/main/config/configgrpc/README.md>.
const LEAST_LIMIT: usize = 1024 * 1024;

/// A collector that is spoken to over gRPC.
pub(in crate::export) struct Spans {
    client: TraceServiceClient<Channel>,
    metadata: MetadataMap,
    resource: ResourceAttributesWithSchema,
    otlp: Otlp,
    runtime: Runtime,
}

impl Spans {
    /// A client. The collector is not spoken to before the first batch.
    ///
    /// # Errors
    ///
    /// When the settings ask for what this build does not hold, or for a file that cannot be used.
    pub(in crate::export) fn new(otlp: &Otlp, resource: &Resource) -> Result<Self, Error> {
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
        let client = TraceServiceClient::new(endpoint.connect_lazy());
        drop(entered);
        Ok(Self {
            client: match otlp.compression {
                Compression::Gzip => client
                    .send_compressed(CompressionEncoding::Gzip)
                    .accept_compressed(CompressionEncoding::Gzip),
                Compression::None => client,
            },
            metadata,
            resource: resource.into(),
            otlp: otlp.clone(),
            runtime,
        })
    }

    /// Exports a batch; what was not taken of it, if that was said.
    ///
    /// # Errors
    ///
    /// When none of it was taken.
    pub(in crate::export) fn export(&mut self, batch: Vec<SpanData>) -> Result<Failure, Failure> {
        let resource_spans = group_spans_by_resource_and_scope(batch, &self.resource);
        let message = ExportTraceServiceRequest { resource_spans };
        let bytes = message.encoded_len();
        let request = Request::from_parts(self.metadata.clone(), Extensions::default(), message);
        let (client, timeout) = (&mut self.client, self.otlp.timeout);
        let answered = self
            .runtime
            .wait(async move { tokio::time::timeout(timeout, client.export(request)).await });
        let answer = match answered {
            Ok(Ok(answer)) => answer.into_inner(),
            Ok(Err(status)) => return Err(failure(&status, bytes)),
            Err(_) => {
                return Err(Failure {
                    cause: Some(format!("no answer within {} ms", timeout.as_millis())),
                    may_pass: true,
                    ..Failure::default()
                });
            }
        };
        Ok(Failure {
            rejected: answer.partial_success.and_then(Rejected::of),
            ..Failure::default()
        })
    }
}

/// What went wrong with a message of that size.
fn failure(status: &Status, bytes: usize) -> Failure {
    let mut cause = format!("{:?}", status.code());
    if !status.message().is_empty() {
        let _ = write!(cause, ": {}", status.message());
    }
    let mut source = status.source();
    while let Some(error) = source {
        let _ = write!(cause, ": {error}");
        source = error.source();
    }
    // No collector answers so; it is what breaks off in the client.
    if status.code() == Code::Unknown && status.source().is_some() {
        cause.push_str(
            "; it may not speak gRPC. If it is a collector's port for HTTP: OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
        );
    }
    Failure {
        cause: Some(cause),
        may_pass: may_pass(status),
        // It is also said of a quota, which halves would not mend.
        too_large: status.code() == Code::ResourceExhausted
            && !may_pass(status)
            && bytes > LEAST_LIMIT,
        ..Failure::default()
    }
}

/// Which statuses are worth another try: <https://opentelemetry.io/docs/specs/otlp/#failures>.
fn may_pass(status: &Status) -> bool {
    match status.code() {
        Code::Cancelled
        | Code::DeadlineExceeded
        | Code::Aborted
        | Code::OutOfRange
        | Code::Unavailable
        | Code::DataLoss => true,
        // Only where the collector says that it recovers.
        Code::ResourceExhausted => status.get_details_retry_info().is_some(),
        // A connection that breaks off is no answer of the collector's.
        _ => status.source().is_some(),
    }
}
