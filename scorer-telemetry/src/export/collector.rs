//! The collector of spans, over HTTP or gRPC.

use std::fmt;
use std::sync::Arc;

use opentelemetry_http::HttpClient;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{SpanData, SpanExporter as _};

use crate::config::otlp::{Otlp, Protocol};
use crate::error::Error;
use crate::export::sink::Sink;
use crate::redact::Redactor;

#[cfg(not(feature = "grpc"))]
use super::otlp::no_grpc;
use super::otlp::refused;
#[cfg(feature = "grpc")]
use super::otlp_grpc;
use super::otlp_http::{Failure, LastFailure, Rejected, over_http};
use super::wait::Wait;

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
            Protocol::Grpc => otlp_grpc::spans(otlp)?,
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
