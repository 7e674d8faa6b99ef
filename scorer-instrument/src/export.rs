//! Where spans and percentiles go: a collector over HTTP or gRPC, the console, memory, or nowhere.

mod console;
#[cfg(feature = "grpc")]
mod grpc;
mod http;
mod metrics;
mod native;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use opentelemetry_http::HttpClient;
use opentelemetry_otlp::{
    Compression as OtlpCompression, Protocol as OtlpProtocol, RetryPolicy, WithExportConfig,
    WithHttpConfig,
};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{SpanData, SpanExporter as _};

use crate::batch::Sink;
use crate::error::Error;
use crate::redact::Redactor;
use crate::settings::{Compression, Otlp, Protocol};

pub(crate) use console::{Console, Trees};
pub(crate) use metrics::Metrics;
pub(crate) use native::install as install_natively;

pub(crate) use http::LastFailure;
#[cfg(feature = "xray")]
pub(crate) use http::is_this_machine;
use http::{Client, Failure, Rejected, SharedClient};

/// How much of a collector's own words is shown.
const SHOWN: usize = 300;

/// The collector of spans.
pub(crate) struct Collector {
    exporter: opentelemetry_otlp::SpanExporter,
    wait: Wait,
    failure: LastFailure,
    /// Of the last export.
    last: Failure,
    notice: Option<String>,
    said_rejected: bool,
    redactor: Redactor,
}

impl fmt::Debug for Collector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Collector").finish_non_exhaustive()
    }
}

/// How a thread that may block waits for an export.
pub(crate) enum Wait {
    /// The client blocks, so the future is ready when it is polled.
    Plain,
    #[cfg(feature = "grpc")]
    Runtime(grpc::Runtime),
}

impl Wait {
    fn wait<F: Future>(&self, future: F) -> F::Output {
        match self {
            Self::Plain => futures_executor::block_on(future),
            #[cfg(feature = "grpc")]
            Self::Runtime(runtime) => runtime.wait(future),
        }
    }
}

impl Collector {
    /// An exporter for a collector. It is not spoken to before the first batch.
    ///
    /// # Errors
    ///
    /// When the settings ask for what this build does not hold, or for a file that cannot be read.
    pub(crate) fn new(
        otlp: &Otlp,
        resource: &Resource,
        client: Option<Arc<dyn HttpClient>>,
        failure: LastFailure,
        redactor: Redactor,
    ) -> Result<Self, Error> {
        let (mut exporter, wait) = match otlp.protocol {
            Protocol::Http => {
                let builder = opentelemetry_otlp::SpanExporter::builder().with_http();
                let builder = over_http(builder, otlp, client, &failure)?;
                (builder.build().map_err(|it| refused(&it))?, Wait::Plain)
            }
            #[cfg(feature = "grpc")]
            Protocol::Grpc => grpc::spans(otlp)?,
            #[cfg(not(feature = "grpc"))]
            Protocol::Grpc => return Err(no_grpc()),
        };
        exporter.set_resource(resource);
        Ok(Self {
            exporter,
            wait,
            failure,
            last: Failure::default(),
            notice: None,
            said_rejected: false,
            redactor,
        })
    }

    /// What is said of the first rejection.
    fn rejection(&self, rejected: &Rejected) -> String {
        let mut said = format!(
            "the collector took an export and rejected {} of its spans; they and further ones are counted as failed, \
             without another word",
            rejected.spans
        );
        // Cut after it was redacted, because a part of a secret is one too.
        let why = self.redactor.text(&rejected.why);
        if !why.is_empty() {
            said.push_str("; it says: ");
            said.extend(why.chars().take(SHOWN));
        }
        said
    }

    fn result(&self, result: OTelSdkResult) -> Result<(), String> {
        result.map_err(|error| {
            let text = match &self.last.cause {
                Some(cause) => format!("{error}: {cause}"),
                None => error.to_string(),
            };
            // An endpoint may hold a password.
            self.redactor.text(&text).into_owned()
        })
    }
}

impl Sink for Collector {
    fn export(&mut self, batch: Vec<SpanData>) -> Result<(), String> {
        self.failure.take();
        let sent = u64::try_from(batch.len()).unwrap_or(u64::MAX);
        let result = self.wait.wait(self.exporter.export(batch));
        self.last = self.failure.take();
        let rejected = self.last.rejected.take().filter(|_| result.is_ok());
        self.last.rejected = rejected.map(|it| Rejected {
            spans: it.spans.min(sent),
            ..it
        });
        if let (Some(rejected), false) = (&self.last.rejected, self.said_rejected) {
            self.notice = Some(self.rejection(rejected));
            self.said_rejected = true;
        }
        self.result(result)
    }

    fn lost(&self) -> Option<u64> {
        self.last.rejected.as_ref().map(|it| it.spans)
    }

    fn notice(&mut self) -> Option<String> {
        self.notice.take()
    }

    fn may_take_later(&self) -> bool {
        match &self.wait {
            Wait::Plain => self.last.may_pass,
            // Its statuses are not told apart by the exporter.
            #[cfg(feature = "grpc")]
            Wait::Runtime(_) => true,
        }
    }

    fn shutdown(&mut self) -> Result<(), String> {
        let result = self.exporter.shutdown();
        self.result(result)
    }
}

fn retries(otlp: &Otlp) -> RetryPolicy {
    if otlp.retries {
        RetryPolicy::recommended()
    } else {
        RetryPolicy::disabled()
    }
}

/// The settings of one signal, on its builder.
fn over_http<B: WithExportConfig + WithHttpConfig>(
    builder: B,
    otlp: &Otlp,
    client: Option<Arc<dyn HttpClient>>,
    failure: &LastFailure,
) -> Result<B, Error> {
    let builder = builder
        .with_protocol(OtlpProtocol::HttpBinary)
        .with_endpoint(&otlp.endpoint)
        .with_timeout(otlp.timeout)
        .with_retry_policy(retries(otlp))
        .with_headers(otlp.headers.iter().cloned().collect());
    let builder = match otlp.compression {
        Compression::Gzip => builder.with_compression(OtlpCompression::Gzip),
        Compression::None => builder,
    };
    Ok(match client {
        Some(client) => builder.with_http_client(SharedClient {
            client,
            failure: failure.clone(),
        }),
        None => builder.with_http_client(own_client(otlp, failure)?),
    })
}

/// The bundled client, which says into `failure` what went wrong.
///
/// # Errors
///
/// When this build has no TLS for it, or the authority's file cannot be used.
pub(crate) fn own_client(otlp: &Otlp, failure: &LastFailure) -> Result<Client, Error> {
    if otlp.endpoint.starts_with("https:") && !cfg!(feature = "tls") {
        return Err(Error::Feature {
            variable: "OTEL_EXPORTER_OTLP_ENDPOINT",
            value: "https://..".into(),
            feature: "tls",
        });
    }
    Client::new(otlp, failure.clone())
}

#[cfg(not(feature = "grpc"))]
fn no_grpc() -> Error {
    Error::Feature {
        variable: "OTEL_EXPORTER_OTLP_PROTOCOL",
        value: "grpc".into(),
        feature: "grpc",
    }
}

fn refused(error: &dyn std::error::Error) -> Error {
    Error::Exporter(error.to_string())
}

/// The bytes of the file that `OTEL_EXPORTER_OTLP_CERTIFICATE` names.
#[cfg(feature = "tls")]
fn certificate(path: &str) -> Result<Vec<u8>, Error> {
    std::fs::read(path).map_err(|error| bad_certificate(path, error.to_string()))
}

fn bad_certificate(path: &str, reason: String) -> Error {
    Error::File {
        variable: "OTEL_EXPORTER_OTLP_CERTIFICATE",
        path: path.to_owned(),
        reason,
    }
}

/// Spans kept in the process, for tests.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory(Arc<Mutex<Vec<SpanData>>>);

impl Memory {
    pub(crate) fn spans(&self) -> Vec<SpanData> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Sink for Memory {
    fn export(&mut self, batch: Vec<SpanData>) -> Result<(), String> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(batch);
        Ok(())
    }

    fn shutdown(&mut self) -> Result<(), String> {
        Ok(())
    }
}
