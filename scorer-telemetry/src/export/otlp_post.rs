//! OTLP requests that are built here. They carry percentiles, because the SDK's exporter only accepts metrics of the
//! SDK.

use std::io::Write as _;
use std::sync::Arc;

use bytes::Bytes;
use flate2::write::GzEncoder;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE, USER_AGENT};
use http::{HeaderName, HeaderValue, Request};
use opentelemetry_http::HttpClient;

use crate::config::otlp::{Compression, Otlp};
use crate::error::Error;

use super::otlp_http::{Failure, LastFailure, SharedClient, own_client};

/// A collector of one signal over HTTP.
pub(super) struct Post {
    client: Box<dyn HttpClient>,
    failure: LastFailure,
    otlp: Otlp,
}

impl Post {
    /// # Errors
    ///
    /// Returns the same errors as [`own_client`].
    pub(super) fn new(otlp: &Otlp, client: Option<Arc<dyn HttpClient>>) -> Result<Self, Error> {
        let failure = LastFailure::default();
        let client: Box<dyn HttpClient> = match client {
            Some(client) => Box::new(SharedClient {
                client,
                failure: failure.clone(),
            }),
            None => Box::new(own_client(otlp, &failure)?),
        };
        Ok(Self {
            client,
            failure,
            otlp: otlp.clone(),
        })
    }

    /// Sends a message.
    ///
    /// # Errors
    ///
    /// Returns an error if it was not accepted.
    pub(super) fn send(&self, message: &[u8]) -> Result<(), Failure> {
        let body = self.compressed(message).map_err(Failure::of)?;
        let request = self.request(body.into()).map_err(Failure::of)?;
        let response = futures_executor::block_on(self.client.send_bytes(request));
        let mut failure = self.failure.take();
        match response {
            Ok(response) if response.status().is_success() => return Ok(()),
            Ok(response) => {
                let status = response.status();
                failure.cause = Some(match failure.cause {
                    Some(cause) => format!("{status}: {cause}"),
                    None => status.to_string(),
                });
            }
            Err(_) => {}
        }
        Err(failure)
    }

    fn request(&self, body: Bytes) -> Result<Request<Bytes>, String> {
        let mut request = Request::post(self.otlp.endpoint.as_str())
            .header(CONTENT_TYPE, "application/x-protobuf")
            .header(
                USER_AGENT,
                concat!("scorer-telemetry/", env!("CARGO_PKG_VERSION")),
            );
        if self.otlp.compression == Compression::Gzip {
            request = request.header(CONTENT_ENCODING, "gzip");
        }
        let mut request = request.body(body).map_err(|it| it.to_string())?;
        for (name, value) in &self.otlp.headers {
            // Both were checked when the settings were read.
            if let (Ok(name), Ok(value)) =
                (name.parse::<HeaderName>(), value.parse::<HeaderValue>())
            {
                request.headers_mut().insert(name, value);
            }
        }
        Ok(request)
    }

    fn compressed(&self, message: &[u8]) -> Result<Vec<u8>, String> {
        if self.otlp.compression == Compression::None {
            return Ok(message.to_vec());
        }
        let mut gzip = GzEncoder::new(Vec::new(), flate2::Compression::default());
        let written = gzip.write_all(message).and_then(|()| gzip.finish());
        written.map_err(|it| it.to_string())
    }
}
