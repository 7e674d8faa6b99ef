//! X-Ray as the destination of the queue: batches are kept within its limits, and signed.

use std::sync::Arc;
use std::time::SystemTime;

use opentelemetry_http::HttpClient;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SpanData;

use crate::config::aws::Aws;
use crate::config::otlp::Otlp;
use crate::error::Error;
use crate::export::collector::Collector;
use crate::export::otlp_http::{LastFailure, own_client};
use crate::export::sink::Sink;
use crate::redact::Redactor;

use super::clock::Clock;
use super::credentials::{Keys, ProvideCredentials};
use super::report::Report;
use super::sign::Signed;
use super::source;
use super::split::{self, LIMITS};
use crate::config::xray_host::Host;

/// X-Ray's OTLP endpoint.
pub(crate) struct XraySink {
    collector: Collector,
    keys: Arc<Keys>,
    clock: Arc<Clock>,
    redactor: Redactor,
    report: Report,
    resource_bytes: usize,
    said_cut: bool,
    lost: u64,
    /// Whether everything in the last batch may be accepted later.
    later: bool,
}

impl std::fmt::Debug for XraySink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("XraySink").finish_non_exhaustive()
    }
}

/// Where keys come from: a provider set in code, or what the environment names.
pub(crate) enum Source {
    Code(Box<dyn ProvideCredentials>),
    Environment(Aws),
}

/// X-Ray, as the settings name it.
#[derive(Clone, Copy)]
pub(crate) struct Endpoint<'a> {
    pub(crate) otlp: &'a Otlp,
    pub(crate) host: &'a Host,
}

impl XraySink {
    /// Creates a sink for this host. It sends nothing and asks for no keys before the first batch.
    ///
    /// # Errors
    ///
    /// Returns the same errors as for a collector.
    pub(crate) fn new(
        endpoint: Endpoint<'_>,
        resource: &Resource,
        client: Option<Arc<dyn HttpClient>>,
        source: Source,
        redactor: &Redactor,
        report: Report,
    ) -> Result<Self, Error> {
        let Endpoint { otlp, host } = endpoint;
        let failure = LastFailure::default();
        let inner = match client {
            Some(client) => client,
            None => Arc::new(own_client(otlp, &failure)?),
        };
        let provider = match source {
            Source::Code(provider) => provider,
            Source::Environment(aws) => source::from_environment(aws),
        };
        let redacted: Report = {
            let (redactor, report) = (redactor.clone(), Arc::clone(&report));
            Arc::new(move |message: &str| report(redactor.text(message).as_ref()))
        };
        let keys = Arc::new(Keys::new(provider, redacted));
        let clock = Arc::new(Clock::new(SystemTime::now));
        let signed = Signed {
            inner,
            host: host.clone(),
            keys: Arc::clone(&keys),
            clock: Arc::clone(&clock),
            failure: failure.clone(),
            report: Arc::clone(&report),
        };
        Ok(Self {
            collector: Collector::new(
                otlp,
                resource,
                Some(Arc::new(signed)),
                failure,
                redactor.clone(),
            )?,
            keys,
            clock,
            redactor: redactor.clone(),
            report,
            resource_bytes: split::resource_bytes(resource),
            said_cut: false,
            lost: 0,
            later: false,
        })
    }
}

impl Sink for XraySink {
    fn export(&mut self, batch: &[Box<SpanData>]) -> Result<(), String> {
        let now = self.clock.now();
        self.later = false;
        // Keys are requested here, so that a provider without keys is asked once and not at every retry.
        if let Err(reason) = self.keys.get(now) {
            self.lost = count(batch.len());
            return Err(self.redactor.text(&reason).into_owned());
        }
        let split = split::split(batch, self.resource_bytes, now, LIMITS);
        self.lost = count(split.lost());
        let mut failures: Vec<String> = split.reason().into_iter().collect();
        if split.cut > 0 && !self.said_cut {
            self.said_cut = true;
            (self.report)(&format!(
                "a span was larger than the 200 KB that X-Ray accepts, so {} of its largest attributes, events and links \
                 were removed. The span counts them as dropped; this is logged only once",
                split.cut
            ));
        }
        // If there were several requests, some may have arrived.
        let whole = self.lost == 0 && split.requests.len() == 1;
        for request in split.requests {
            let spans = count(request.len());
            match self.collector.export(&request) {
                Ok(()) => self.lost += self.collector.lost().unwrap_or(0),
                Err(failure) => {
                    self.lost += spans;
                    self.later = whole && self.collector.may_take_later();
                    if !failures.contains(&failure) {
                        failures.push(failure);
                    }
                }
            }
        }
        if failures.is_empty() {
            Ok(())
        } else {
            Err(failures.join("; "))
        }
    }

    fn lost(&self) -> Option<u64> {
        Some(self.lost)
    }

    fn notice(&mut self) -> Option<String> {
        self.collector.notice()
    }

    fn may_take_later(&self) -> bool {
        self.later
    }

    fn shutdown(&mut self) -> Result<(), String> {
        self.collector.shutdown()
    }
}

fn count(spans: usize) -> u64 {
    u64::try_from(spans).unwrap_or(u64::MAX)
}
