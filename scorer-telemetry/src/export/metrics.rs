//! The export of percentiles: to a collector every minute, or to the console as a table at the end.

mod durations;

use std::fmt;
use std::future::ready;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use opentelemetry::metrics::MeterProvider as _;
use opentelemetry_http::HttpClient;
use opentelemetry_proto::tonic::collector::metrics::v1::ExportMetricsServiceRequest;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::{OTelSdkError, OTelSdkResult};
use opentelemetry_sdk::metrics::data::ResourceMetrics;
use opentelemetry_sdk::metrics::exporter::PushMetricExporter;
use opentelemetry_sdk::metrics::{PeriodicReader, SdkMeterProvider, Temporality};
use prost::Message as _;

use crate::config::otlp::{Histograms, Otlp, Protocol};
use crate::error::{Error, remaining, too_late};
use crate::metrics::percentiles::{self, Percentiles};
use crate::redact::Redactor;
use crate::trace::entered;

use super::console::Console;
#[cfg(not(feature = "grpc"))]
use super::otlp::no_grpc;
use super::otlp::temporality;
#[cfg(feature = "grpc")]
use super::otlp_grpc;
use super::otlp_http::{Failure, LastFailure};
use super::otlp_post::Post;
use super::retry::Retries;

use durations::Durations;

/// Percentiles are exported rarely, so all of the time that an export may take is used.
const RETRIES: Retries = Retries {
    most: u32::MAX,
    first_pause: Duration::from_millis(500),
    jitter: Duration::from_millis(100),
};

/// Called for the first of several failures in a row.
type Report = Box<dyn Fn(&str) + Send + Sync>;

/// Where percentiles go.
#[derive(Debug)]
pub(crate) enum Metrics {
    Otlp(SdkMeterProvider, Arc<Progress>),
    Console(Console, Percentiles),
}

/// What the exporter and those who wait for it tell each other.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    /// How many callers wait for an export.
    waiting: AtomicUsize,
    /// Why the last export failed, redacted.
    failure: Mutex<Option<String>>,
}

impl Progress {
    fn has_ended(&self, failure: Option<String>) {
        *self.failure.lock().unwrap_or_else(PoisonError::into_inner) = failure;
    }

    fn failure(&self) -> Option<String> {
        let failure = self.failure.lock();
        failure.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The two counters that are exported to a collector. Neither is read before the interval has passed.
#[derive(Clone, Copy)]
pub(crate) struct Counts<'a> {
    pub(crate) percentiles: &'a Percentiles,
    pub(crate) redactor: &'a Redactor,
}

impl Metrics {
    /// Creates an export to a collector at this interval.
    ///
    /// # Errors
    ///
    /// Returns the same errors as for spans.
    pub(crate) fn otlp(
        otlp: &Otlp,
        interval: Duration,
        resource: Resource,
        client: Option<Arc<dyn HttpClient>>,
        counts: Counts<'_>,
        report: Report,
    ) -> Result<Self, Error> {
        let Counts {
            percentiles,
            redactor,
        } = counts;
        let transport = match otlp.protocol {
            Protocol::Http => {
                Transport::Http(Box::new(Post::new(otlp, client, LastFailure::default())?))
            }
            #[cfg(feature = "grpc")]
            Protocol::Grpc => Transport::Grpc(Box::new(otlp_grpc::Percentiles::new(otlp)?)),
            #[cfg(not(feature = "grpc"))]
            Protocol::Grpc => return Err(no_grpc()),
        };
        let progress = Arc::new(Progress::default());
        let exporter = OwnThread {
            progress: Arc::clone(&progress),
            transport,
            durations: match otlp.histograms {
                Histograms::Exponential => {
                    Some(Durations::new(percentiles.clone(), otlp.temporality))
                }
                Histograms::Explicit => None,
            },
            otlp: otlp.clone(),
            failing: AtomicBool::new(false),
            redactor: redactor.clone(),
            report,
        };
        let provider = SdkMeterProvider::builder()
            .with_reader(
                PeriodicReader::builder(exporter)
                    .with_interval(interval)
                    .build(),
            )
            .with_resource(resource);
        let provider = match otlp.histograms {
            Histograms::Exponential => provider.build(),
            Histograms::Explicit => provider.with_view(percentiles::bucketed).build(),
        };
        let meter = provider.meter(env!("CARGO_PKG_NAME"));
        match otlp.histograms {
            // Durations do not go through an instrument, because the SDK would take them one by one.
            Histograms::Exponential => percentiles.observe_counts(&meter, |_| {}),
            Histograms::Explicit => percentiles.observe(&meter),
        }
        redactor.observe(&meter);
        Ok(Self::Otlp(provider, progress))
    }

    /// Exports now and waits until the deadline. `bound` is what the caller gave for all that it waits for.
    ///
    /// # Errors
    ///
    /// Returns a short message if the export failed.
    pub(crate) fn flush(&self, deadline: Option<Instant>, bound: Duration) -> Result<(), String> {
        match self {
            Self::Otlp(provider, progress) => {
                let provider = provider.clone();
                within(deadline, bound, progress, move || provider.force_flush())
            }
            Self::Console(..) => Ok(()),
        }
    }

    /// Exports for the last time.
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`flush`](Self::flush).
    pub(crate) fn shutdown(
        &self,
        deadline: Option<Instant>,
        bound: Duration,
    ) -> Result<(), String> {
        match self {
            Self::Otlp(provider, progress) => {
                let provider = provider.clone();
                within(deadline, bound, progress, move || provider.shutdown())
            }
            Self::Console(console, percentiles) => {
                console.table(&percentiles.table());
                Ok(())
            }
        }
    }
}

/// Waits for the SDK's reader. The reader's own timeouts are longer, so the wait is limited here.
fn within(
    deadline: Option<Instant>,
    bound: Duration,
    progress: &Progress,
    work: impl FnOnce() -> OTelSdkResult + Send + 'static,
) -> Result<(), String> {
    let (tell, told) = mpsc::channel();
    progress.waiting.fetch_add(1, Ordering::Relaxed);
    let spawned = thread::Builder::new()
        .name("telemetry-metrics".into())
        .spawn(move || {
            entered::on_exporter_thread();
            // If the wait has timed out, nobody receives this.
            let _ = tell.send(work());
        });
    let told = match spawned {
        Ok(_) => Ok(told.recv_timeout(remaining(deadline, bound))),
        Err(error) => Err(error.to_string()),
    };
    progress.waiting.fetch_sub(1, Ordering::Relaxed);
    match told? {
        // The SDK's error says only that something failed.
        Ok(result) => {
            result.map_err(|error| progress.failure().unwrap_or_else(|| error.to_string()))
        }
        Err(_) => Err(too_late("their export", bound)),
    }
}

/// The protocol of the collector.
enum Transport {
    Http(Box<Post>),
    #[cfg(feature = "grpc")]
    Grpc(Box<otlp_grpc::Percentiles>),
}

/// An exporter that runs on the reader's thread. It may block, and its work is not recorded.
struct OwnThread {
    transport: Transport,
    /// The durations as whole histograms, unless the SDK takes durations one by one.
    durations: Option<Durations>,
    otlp: Otlp,
    failing: AtomicBool,
    progress: Arc<Progress>,
    redactor: Redactor,
    report: Report,
}

impl fmt::Debug for OwnThread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OwnThread").finish_non_exhaustive()
    }
}

impl OwnThread {
    /// Sends a request, and sends it again while that may help and time is left.
    ///
    /// # Errors
    ///
    /// Returns why the last attempt failed.
    fn send(&self, request: &ExportMetricsServiceRequest) -> Result<(), String> {
        // A service that ends does not wait for a collector that is not there.
        let gives_up =
            |it: &Failure| it.nobody_listens && self.progress.waiting.load(Ordering::Relaxed) > 0;
        let sent = match &self.transport {
            Transport::Http(post) => post.body(request.encode_to_vec()).and_then(|body| {
                RETRIES.of(self.otlp.retries_within(), gives_up, || {
                    post.send(&body).map(drop)
                })
            }),
            #[cfg(feature = "grpc")]
            Transport::Grpc(client) => RETRIES.of(self.otlp.retries_within(), gives_up, || {
                client.send(request.clone())
            }),
        };
        sent.map_err(|Failure { cause, .. }| {
            let cause = cause.unwrap_or_default();
            self.redactor.text(&cause).into_owned()
        })
    }
}

impl PushMetricExporter for OwnThread {
    fn export(&self, metrics: &ResourceMetrics) -> impl Future<Output = OTelSdkResult> + Send {
        entered::on_exporter_thread();
        let mut request = ExportMetricsServiceRequest::from(metrics);
        let durations = self.durations.as_ref();
        let sent = durations.map(|durations| durations.add_to(&mut request));
        let result = self.send(&request);
        self.progress.has_ended(result.as_ref().err().cloned());
        let was_failing = self.failing.swap(result.is_err(), Ordering::Relaxed);
        ready(match result {
            Ok(()) => {
                if let (Some(durations), Some(sent)) = (durations, sent) {
                    durations.arrived(sent);
                }
                Ok(())
            }
            Err(cause) => {
                if !was_failing {
                    (self.report)(&format!("percentiles cannot be exported: {cause}"));
                }
                Err(OTelSdkError::InternalFailure(cause))
            }
        })
    }

    fn force_flush(&self) -> OTelSdkResult {
        Ok(())
    }

    fn shutdown_with_timeout(&self, _: Duration) -> OTelSdkResult {
        Ok(())
    }

    fn temporality(&self) -> Temporality {
        temporality(&self.otlp)
    }
}
