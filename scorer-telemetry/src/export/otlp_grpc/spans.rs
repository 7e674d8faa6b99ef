//! Spans over gRPC. The status and the answer are kept as the collector sent them: they say whether a retry makes
//! sense, what was rejected, and why.

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::collector::trace::v1::trace_service_client::TraceServiceClient;
use opentelemetry_proto::transform::common::tonic::ResourceAttributesWithSchema;
use opentelemetry_proto::transform::trace::tonic::group_spans_by_resource_and_scope;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SpanData;
use prost::Message as _;
use tonic::codec::CompressionEncoding;
use tonic::transport::Channel;

use crate::config::otlp::{Compression, Otlp};
use crate::error::Error;
use crate::export::otlp_http::{Failure, Rejected};

use super::channel::Connection;

/// The smallest limit that a collector can be set to. Its default is four times as large:
/// <https://github.com/open-telemetry/opentelemetry-collector/blob/main/config/configgrpc/README.md>.
const LEAST_LIMIT: usize = 1024 * 1024;

/// A collector of spans, reached over gRPC.
pub(in crate::export) struct Spans {
    connection: Connection,
    client: TraceServiceClient<Channel>,
    resource: ResourceAttributesWithSchema,
}

impl Spans {
    /// Creates a client. It does not connect before the first batch.
    ///
    /// # Errors
    ///
    /// Returns an error if the settings ask for what this build does not have, or for a file that cannot be used.
    pub(in crate::export) fn new(otlp: &Otlp, resource: &Resource) -> Result<Self, Error> {
        let connection = Connection::new(otlp)?;
        let client = TraceServiceClient::new(connection.channel.clone());
        Ok(Self {
            client: match otlp.compression {
                Compression::Gzip => client
                    .send_compressed(CompressionEncoding::Gzip)
                    .accept_compressed(CompressionEncoding::Gzip),
                Compression::None => client,
            },
            connection,
            resource: resource.into(),
        })
    }

    /// Exports a batch. Returns what the collector says it did not accept, if anything.
    ///
    /// # Errors
    ///
    /// Returns an error if nothing of it was accepted.
    pub(in crate::export) fn export(
        &mut self,
        batch: &[Box<SpanData>],
    ) -> Result<Failure, Failure> {
        let batch = batch.iter().map(|span| (**span).clone()).collect();
        let resource_spans = group_spans_by_resource_and_scope(batch, &self.resource);
        let message = ExportTraceServiceRequest { resource_spans };
        let bytes = message.encoded_len();
        let request = self.connection.request(message);
        let answer = self
            .connection
            .wait(self.client.export(request))
            .map_err(|failure| Failure {
                // The same status is used when a quota is exceeded, and splitting the batch would not help then.
                too_large: failure.too_large && bytes > LEAST_LIMIT,
                ..failure
            })?;
        Ok(Failure {
            rejected: answer.partial_success.and_then(Rejected::of),
            ..Failure::default()
        })
    }
}
