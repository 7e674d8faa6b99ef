//! OTLP requests over HTTP. They are built here, because the SDK's exporters take what they export by value, and accept
//! only metrics of the SDK.

use std::io::Write as _;
use std::sync::Arc;
use std::time::Duration;

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
    pub(super) fn new(
        otlp: &Otlp,
        client: Option<Arc<dyn HttpClient>>,
        failure: LastFailure,
    ) -> Result<Self, Error> {
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

    pub(super) fn retries_within(&self) -> Option<Duration> {
        self.otlp.retries_within()
    }

    /// Returns the body of a request with this message.
    ///
    /// # Errors
    ///
    /// Returns an error if it cannot be compressed.
    pub(super) fn body(&self, message: Vec<u8>) -> Result<Bytes, Failure> {
        let body = match self.otlp.compression {
            Compression::None => Ok(message),
            Compression::Gzip => compressed(&message),
        };
        body.map(Into::into)
            .map_err(|it| Failure::of(it.to_string()))
    }

    /// Sends a request with this body. Returns what is to be said about it although it was accepted.
    ///
    /// # Errors
    ///
    /// Returns an error if it was not accepted.
    pub(super) fn send(&self, body: &Bytes) -> Result<Failure, Failure> {
        let request = self.request(body.clone()).map_err(Failure::of)?;
        // What an earlier request left there says nothing about this one.
        self.failure.take();
        let response = futures_executor::block_on(self.client.send_bytes(request));
        let mut last = self.failure.take();
        match response {
            Ok(response) if response.status().is_success() => return Ok(last),
            Ok(response) => {
                let status = response.status().as_u16();
                last.cause = Some(match last.cause {
                    Some(cause) => format!("the answer was {status}: {cause}"),
                    None => format!("the answer was {status}"),
                });
            }
            Err(error) => {
                last.cause.get_or_insert_with(|| error.to_string());
            }
        }
        Err(last)
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
}

fn compressed(message: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut gzip = GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(message).and_then(|()| gzip.finish())
}
