//! Percentiles over gRPC.

use opentelemetry_proto::tonic::collector::metrics::v1::ExportMetricsServiceRequest;
use opentelemetry_proto::tonic::collector::metrics::v1::metrics_service_client::MetricsServiceClient;
use tonic::codec::CompressionEncoding;
use tonic::transport::Channel;

use crate::config::otlp::{Compression, Otlp};
use crate::error::Error;
use crate::export::otlp_http::Failure;

use super::channel::Connection;

/// A collector of percentiles, reached over gRPC.
pub(in crate::export) struct Percentiles {
    connection: Connection,
    client: MetricsServiceClient<Channel>,
}

impl Percentiles {
    /// # Errors
    ///
    /// Returns an error if the settings ask for what this build does not have, or for a file that cannot be used.
    pub(in crate::export) fn new(otlp: &Otlp) -> Result<Self, Error> {
        let connection = Connection::new(otlp)?;
        let client = MetricsServiceClient::new(connection.channel.clone());
        let client = match otlp.compression {
            Compression::Gzip => client
                .send_compressed(CompressionEncoding::Gzip)
                .accept_compressed(CompressionEncoding::Gzip),
            Compression::None => client,
        };
        Ok(Self { connection, client })
    }

    /// Sends a message.
    ///
    /// # Errors
    ///
    /// Returns an error if nothing of it was accepted.
    pub(in crate::export) fn send(
        &self,
        message: ExportMetricsServiceRequest,
    ) -> Result<(), Failure> {
        let request = self.connection.request(message);
        // The clone uses the same channel.
        let mut client = self.client.clone();
        self.connection.wait(client.export(request)).map(|_| ())
    }
}
