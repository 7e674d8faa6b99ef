//! The collector of spans, over HTTP or gRPC.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use opentelemetry_http::HttpClient;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SpanData;

use crate::config::otlp::{Otlp, Protocol};
use crate::error::Error;
use crate::export::sink::Sink;
use crate::redact::Redactor;

#[cfg(not(feature = "grpc"))]
use super::otlp::no_grpc;
#[cfg(feature = "grpc")]
use super::otlp_grpc;
use super::otlp_http::{Failure, LastFailure, Rejected};
use super::otlp_post::Post;
use super::otlp_spans;
use super::retry::Retries;

/// These are the SDK's: the specification leaves them open.
const RETRIES: Retries = Retries {
    most: 3,
    first_pause: Duration::from_millis(100),
    jitter: Duration::from_millis(100),
};

/// How many bytes of a collector's own message are shown.
const SHOWN: usize = 300;

/// Reported once, when the answer does not come from a collector.
const NO_OTLP: &str = "an export was answered with 200, but the answer is not OTLP. Check that the endpoint is a collector: the \
                       spans are counted as exported, although perhaps nothing received them";

/// The collector of spans.
pub(crate) struct Collector {
    transport: Transport,
    /// How the last export failed.
    last: Failure,
    notice: Option<String>,
    said_rejected: bool,
    said_no_otlp: bool,
    redactor: Redactor,
}

/// The protocol of the collector.
enum Transport {
    Http(Box<Http>),
    #[cfg(feature = "grpc")]
    Grpc(Box<otlp_grpc::Spans>),
}

struct Http {
    post: Post,
    resource: otlp_spans::Encoded,
}

impl Http {
    fn export(&self, batch: &[Box<SpanData>]) -> Result<Failure, Failure> {
        let body = self.post.body(otlp_spans::request(&self.resource, batch))?;
        // If nothing listens, the spans wait in the queue, and are sent again later. At the end, nobody has to wait.
        let gives_up = |it: &Failure| it.nobody_listens;
        RETRIES.of(self.post.retries_within(), gives_up, || {
            self.post.send(&body)
        })
    }
}

impl fmt::Debug for Collector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Collector").finish_non_exhaustive()
    }
}

impl Collector {
    /// Creates an exporter for a collector. It does not connect before the first batch.
    ///
    /// # Errors
    ///
    /// Returns an error if the settings ask for what this build does not have, or for a file that cannot be read.
    pub(crate) fn new(
        otlp: &Otlp,
        resource: &Resource,
        client: Option<Arc<dyn HttpClient>>,
        failure: LastFailure,
        redactor: Redactor,
    ) -> Result<Self, Error> {
        let transport = match otlp.protocol {
            Protocol::Http => Transport::Http(Box::new(Http {
                post: Post::new(otlp, client, failure)?,
                resource: otlp_spans::Encoded::of(resource),
            })),
            #[cfg(feature = "grpc")]
            Protocol::Grpc => Transport::Grpc(Box::new(otlp_grpc::Spans::new(otlp, resource)?)),
            #[cfg(not(feature = "grpc"))]
            Protocol::Grpc => return Err(no_grpc()),
        };
        Ok(Self {
            transport,
            last: Failure::default(),
            notice: None,
            said_rejected: false,
            said_no_otlp: false,
            redactor,
        })
    }

    /// Returns the message for the first rejection.
    fn rejection(&self, rejected: &Rejected) -> String {
        let mut said = format!(
            "the collector accepted an export but rejected {} of its spans. `Telemetry::lost` counts them as failed; \
             this is logged only once",
            rejected.spans
        );
        let why = self.shown(&rejected.why);
        if !why.is_empty() {
            said.push_str("; it says: ");
            said.push_str(&why);
        }
        said
    }

    /// Why the last export failed. It is redacted, because an endpoint may hold a password and a collector may quote
    /// what it received.
    fn reason(&self) -> String {
        self.shown(self.last.cause.as_deref().unwrap_or("no reason is known"))
    }

    /// Shortens a text. It is redacted first, because a part of a secret is a secret, too.
    fn shown(&self, text: &str) -> String {
        self.redactor.text(text).chars().take(SHOWN).collect()
    }
}

impl Sink for Collector {
    fn export(&mut self, batch: &[Box<SpanData>]) -> Result<(), String> {
        let sent = u64::try_from(batch.len()).unwrap_or(u64::MAX);
        let exported = match &mut self.transport {
            Transport::Http(http) => http.export(batch),
            #[cfg(feature = "grpc")]
            Transport::Grpc(spans) => spans.export(batch),
        };
        let result = match exported {
            Ok(last) => {
                self.last = last;
                Ok(())
            }
            Err(last) => {
                self.last = last;
                Err(self.reason())
            }
        };
        let rejected = self.last.rejected.take().filter(|_| result.is_ok());
        self.last.rejected = rejected.map(|it| Rejected {
            spans: it.spans.min(sent),
            ..it
        });
        if let (Some(rejected), false) = (&self.last.rejected, self.said_rejected) {
            self.notice = Some(self.rejection(rejected));
            self.said_rejected = true;
        }
        if self.last.is_no_otlp && result.is_ok() && !self.said_no_otlp {
            self.notice = Some(NO_OTLP.into());
            self.said_no_otlp = true;
        }
        result
    }

    fn lost(&self) -> Option<u64> {
        self.last.rejected.as_ref().map(|it| it.spans)
    }

    fn notice(&mut self) -> Option<String> {
        self.notice.take()
    }

    fn may_take_later(&self) -> bool {
        self.last.may_pass
    }

    fn was_too_large(&self) -> bool {
        self.last.too_large
    }

    fn shutdown(&mut self) -> Result<(), String> {
        Ok(())
    }
}
