//! Percentiles on their way out: to a collector every minute, or to the console as a table at the end.

use std::fmt;
use std::future::ready;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use opentelemetry::metrics::MeterProvider as _;
use opentelemetry_http::HttpClient;
use opentelemetry_otlp::MetricExporter;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::metrics::data::ResourceMetrics;
use opentelemetry_sdk::metrics::exporter::PushMetricExporter;
use opentelemetry_sdk::metrics::{PeriodicReader, SdkMeterProvider, Temporality};

use crate::config::otlp::{Histograms, Otlp, Protocol};
use crate::error::{Error, too_late};
use crate::metrics::percentiles::{self, Percentiles};
use crate::redact::Redactor;
use crate::trace::entered;

use super::console::Console;
#[cfg(not(feature = "grpc"))]
use super::otlp::no_grpc;
use super::otlp::{refused, temporality};
#[cfg(feature = "grpc")]
use super::otlp_grpc;
use super::otlp_http::LastFailure;
use super::otlp_http::over_http;
use super::wait::Wait;

/// Told of the first failure in a row.
type Report = Box<dyn Fn(&str) + Send + Sync>;

/// Where percentiles go.
#[derive(Debug)]
pub(crate) enum Metrics {
    Otlp(SdkMeterProvider),
    Console(Console, Percentiles),
}

/// What is exported to a collector: both count, and neither is asked before the interval has passed.
#[derive(Clone, Copy)]
pub(crate) struct Counts<'a> {
    pub(crate) percentiles: &'a Percentiles,
    pub(crate) redactor: &'a Redactor,
}

impl Metrics {
    /// Exports to a collector at this interval.
    ///
    /// # Errors
    ///
    /// As for spans.
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
        let failure = LastFailure::default();
        let (exporter, wait) = match otlp.protocol {
            Protocol::Http => {
                let builder = MetricExporter::builder()
                    .with_http()
                    .with_temporality(temporality(otlp));
                let builder = over_http(builder, otlp, client, &failure)?;
                (builder.build().map_err(|it| refused(&it))?, Wait::Plain)
            }
            #[cfg(feature = "grpc")]
            Protocol::Grpc => otlp_grpc::metrics(otlp)?,
            #[cfg(not(feature = "grpc"))]
            Protocol::Grpc => return Err(no_grpc()),
        };
        let exporter = OwnThread {
            exporter,
            wait,
            failure,
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
            .with_resource(resource)
            .with_view(match otlp.histograms {
                Histograms::Exponential => percentiles::stream,
                Histograms::Explicit => percentiles::bucketed,
            })
            .build();
        let meter = provider.meter(env!("CARGO_PKG_NAME"));
        percentiles.observe(&meter);
        redactor.observe(&meter);
        Ok(Self::Otlp(provider))
    }

    /// Exports now, and waits at most so long.
    ///
    /// # Errors
    ///
    /// In a few words, why not.
    pub(crate) fn flush(&self, bound: Duration) -> Result<(), String> {
        match self {
            Self::Otlp(provider) => {
                let provider = provider.clone();
                within(bound, move || provider.force_flush())
            }
            Self::Console(..) => Ok(()),
        }
    }

    /// Exports for the last time.
    ///
    /// # Errors
    ///
    /// As [`flush`](Self::flush).
    pub(crate) fn shutdown(&self, bound: Duration) -> Result<(), String> {
        match self {
            Self::Otlp(provider) => {
                let provider = provider.clone();
                within(bound, move || provider.shutdown())
            }
            Self::Console(console, percentiles) => {
                console.print(&percentiles.table());
                Ok(())
            }
        }
    }
}

/// The SDK's reader has bounds of its own, and longer ones; waiting for it is bounded here.
fn within(
    bound: Duration,
    work: impl FnOnce() -> OTelSdkResult + Send + 'static,
) -> Result<(), String> {
    let (tell, told) = mpsc::channel();
    let spawned = thread::Builder::new()
        .name("telemetry-metrics".into())
        .spawn(move || {
            entered::on_exporter_thread();
            // Nobody listens any more when it is too late.
            let _ = tell.send(work());
        });
    if let Err(error) = spawned {
        return Err(error.to_string());
    }
    match told.recv_timeout(bound) {
        Ok(result) => result.map_err(|error| format!("percentiles: {error}")),
        Err(_) => Err(too_late("the export of percentiles", bound)),
    }
}

/// An exporter on the reader's thread, which may block and whose work is not recorded.
struct OwnThread {
    exporter: MetricExporter,
    wait: Wait,
    failure: LastFailure,
    failing: AtomicBool,
    redactor: Redactor,
    report: Report,
}

impl fmt::Debug for OwnThread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OwnThread").finish_non_exhaustive()
    }
}

impl PushMetricExporter for OwnThread {
    fn export(&self, metrics: &ResourceMetrics) -> impl Future<Output = OTelSdkResult> + Send {
        entered::on_exporter_thread();
        let result = self.wait.wait(self.exporter.export(metrics));
        let was_failing = self.failing.swap(result.is_err(), Ordering::Relaxed);
        if let (Err(error), false) = (&result, was_failing) {
            let cause = self.failure.take().cause.unwrap_or_default();
            let text = format!("percentiles cannot be exported: {error} {cause}");
            (self.report)(self.redactor.text(text.trim_end()).as_ref());
        }
        ready(result)
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.exporter.force_flush()
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.exporter.shutdown_with_timeout(timeout)
    }

    fn temporality(&self) -> Temporality {
        self.exporter.temporality()
    }
}
