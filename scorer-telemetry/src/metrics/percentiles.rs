//! [`Percentiles`]: how long spans take, as OTLP metrics and as a table. Spans count whether their request is sampled
//! or not.
//!
//! Each span that ends is counted in the histogram of its name, in nanoseconds of a monotonic clock. A bucket is 2.2 %
//! wide, so a percentile is off by at most 1.1 %. The longest time and the sums are exact. The own time of a span is
//! its total time without that of the spans and statements directly within it.

mod names;
mod table;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use opentelemetry::KeyValue;
use opentelemetry::metrics::{Histogram as Instrument, Meter};
use opentelemetry_sdk::metrics::{Aggregation, Instrument as Described, Stream};

use crate::metrics::histogram::Histogram;

use names::Names;

pub use table::{Repeated, Row, Table};

/// The name of the metric for how long spans take, in milliseconds.
pub const DURATION: &str = "telemetry.span.duration";

/// The name of the metric for how many spans failed.
pub const ERRORS: &str = "telemetry.span.errors";

/// The name of the metric for how many spans were dropped before they had ended.
pub const CANCELLED: &str = "telemetry.span.cancelled";

/// The unit of [`DURATION`].
pub(crate) const UNIT: &str = "ms";
pub(crate) const SPAN_NAME: &str = "span.name";
pub(crate) const DESCRIPTION: &str = "How long spans take, whether their request is sampled or not";

/// The most buckets of an exported histogram. This is the default of the standard:
/// <https://opentelemetry.io/docs/specs/otel/metrics/sdk/#base2-exponential-bucket-histogram-aggregation>
pub(crate) const BUCKETS: u16 = 160;

/// How many pairs of a span and a statement are counted separately.
const REPEATED: usize = 1_000;

/// A span that has ended.
#[derive(Clone, Copy, Debug)]
pub struct Ended<'a> {
    /// Its name.
    pub name: &'a str,
    /// Whether it has no parent in this process.
    pub is_root: bool,
    /// The time from its start to its end.
    pub total: Duration,
    /// The sum of the times of all spans and statements directly within it. Those that ran at the same time count in
    /// full each.
    pub children: Duration,
    /// Whether it failed.
    pub failed: bool,
    /// Whether its work was dropped before it had ended.
    pub cancelled: bool,
}

/// Counts spans by name. It is cheap to clone; clones share their counts.
#[derive(Clone, Default)]
pub struct Percentiles(Arc<SpanCounts>);

#[derive(Default)]
struct SpanCounts {
    series: Names<Mutex<Series>>,
    repeated: Mutex<BTreeMap<(String, String), Times>>,
}

#[derive(Clone, Debug, Default)]
struct Series {
    histogram: Histogram,
    own: Duration,
    errors: u64,
    cancelled: u64,
    is_root: bool,
    /// What was passed to an instrument so far.
    exported: Histogram,
}

/// How often a statement was repeated within one span.
#[derive(Clone, Copy, Debug, Default)]
struct Times {
    spans: u64,
    most: u32,
}

impl Percentiles {
    /// Counts a span.
    pub fn record(&self, ended: Ended<'_>) {
        let mut series = lock(self.0.series.of(ended.name));
        series.histogram.record(ended.total);
        // Children that ran at the same time can take longer than their parent.
        series.own = series
            .own
            .saturating_add(ended.total.saturating_sub(ended.children));
        series.errors += u64::from(ended.failed);
        series.cancelled += u64::from(ended.cancelled);
        series.is_root |= ended.is_root;
    }

    /// Counts a span in which a statement was repeated.
    pub fn repeated(&self, name: &str, statement: &str, times: u32) {
        let mut repeated = lock(&self.0.repeated);
        let key = (name.to_owned(), statement.to_owned());
        if repeated.len() >= REPEATED && !repeated.contains_key(&key) {
            return;
        }
        let known = repeated.entry(key).or_default();
        known.spans += 1;
        known.most = known.most.max(times);
    }

    /// Returns everything that was counted so far.
    pub fn table(&self) -> Table {
        let rows = self.0.series.iter().map(|(name, series)| {
            let series = lock(series);
            let of = |share| series.histogram.quantile(share);
            Row {
                name: name.to_string(),
                is_root: series.is_root,
                count: series.histogram.count(),
                p50: of(0.5),
                p95: of(0.95),
                p99: of(0.99),
                max: series.histogram.most(),
                errors: series.errors,
                cancelled: series.cancelled,
                own: series.own,
                total: series.histogram.sum(),
            }
        });
        // The row of the other names exists only once a span was counted in it.
        let rows = rows.filter(|row| row.count > 0).collect();
        let repeated = lock(&self.0.repeated);
        let repeated = repeated.iter().map(|((name, statement), times)| Repeated {
            name: name.clone(),
            statement: statement.clone(),
            spans: times.spans,
            most: times.most,
        });
        Table::new(rows, repeated.collect())
    }

    /// Exports the counts through this meter whenever its reader collects: [`DURATION`], [`ERRORS`] and [`CANCELLED`],
    /// by `span.name`.
    ///
    /// Add [`stream`] or [`bucketed`] as a view to the provider. Otherwise the histogram has the SDK's default buckets,
    /// the first of which ends at 5 ms. The SDK accepts durations only one by one, so each span costs the reader's
    /// thread one record. The runtime itself exports whole exponential histograms instead.
    pub fn observe(&self, meter: &Meter) {
        let durations = meter
            .f64_histogram(DURATION)
            .with_unit(UNIT)
            .with_description(DESCRIPTION)
            .build();
        // The reader calls this before it collects, so the durations belong to the same collection.
        self.observe_counts(meter, move |own| own.replay(&durations));
    }

    /// Exports only [`ERRORS`] and [`CANCELLED`], and calls back when the reader collects.
    pub(crate) fn observe_counts(
        &self,
        meter: &Meter,
        on_collect: impl Fn(&Self) + Send + Sync + 'static,
    ) {
        let own = self.clone();
        meter
            .u64_observable_counter(CANCELLED)
            .with_description("How many spans were dropped before they had ended")
            .with_callback(move |observer| {
                for (name, series) in own.0.series.iter() {
                    let cancelled = lock(series).cancelled;
                    if cancelled > 0 {
                        observer.observe(cancelled, &[span_name(name)]);
                    }
                }
            })
            .build();
        let own = self.clone();
        meter
            .u64_observable_counter(ERRORS)
            .with_description("How many spans failed")
            .with_callback(move |observer| {
                on_collect(&own);
                for (name, series) in own.0.series.iter() {
                    let failed = lock(series).errors;
                    observer.observe(failed, &[span_name(name)]);
                }
            })
            .build();
    }

    /// Returns the durations so far, by name.
    pub(crate) fn durations(&self) -> Vec<(&str, Histogram)> {
        let all = self.0.series.iter();
        let all = all.map(|(name, series)| (name, lock(series).histogram.clone()));
        all.filter(|(_, histogram)| histogram.count() > 0).collect()
    }

    /// Records what came since the last time. This way a request pays only for its count.
    fn replay(&self, durations: &Instrument<f64>) {
        for (name, series) in self.0.series.iter() {
            let new = {
                let mut series = lock(series);
                let new = series.histogram.since(&series.exported);
                series.exported = series.histogram.clone();
                new
            };
            let name = [span_name(name)];
            for (milliseconds, times) in new.values() {
                for _ in 0..times {
                    durations.record(milliseconds, &name);
                }
            }
        }
    }
}

/// The attribute by which spans are grouped.
fn span_name(name: &str) -> KeyValue {
    KeyValue::new(SPAN_NAME, name.to_owned())
}

impl fmt::Debug for Percentiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Percentiles").finish_non_exhaustive()
    }
}

/// A view that makes [`DURATION`] an exponential histogram.
pub fn stream(described: &Described) -> Option<Stream> {
    if described.name() != DURATION {
        return None;
    }
    Stream::builder()
        .with_aggregation(Aggregation::Base2ExponentialHistogram {
            max_size: BUCKETS.into(),
            // The resolution of the counts.
            max_scale: 5,
            record_min_max: true,
        })
        .build()
        .ok()
}

/// A view that makes [`DURATION`] a histogram with explicit buckets, ten for each power of ten between 10 µs and 100 s.
///
/// Use it for systems that do not support exponential histograms. A percentile read from it is off by at most the width
/// of a bucket, which is about a quarter.
pub fn bucketed(described: &Described) -> Option<Stream> {
    // Ten steps with about the same ratio between them, including 2 and 5:
    // <https://en.wikipedia.org/wiki/Preferred_number>.
    const STEPS: [f64; 10] = [1.0, 1.25, 1.6, 2.0, 2.5, 3.15, 4.0, 5.0, 6.3, 8.0];
    const DECADES: [f64; 7] = [0.01, 0.1, 1.0, 10.0, 100.0, 1_000.0, 10_000.0];
    if described.name() != DURATION {
        return None;
    }
    let steps = |decade| STEPS.map(|step| step * decade);
    let boundaries = DECADES.into_iter().flat_map(steps).chain([100_000.0]);
    Stream::builder()
        .with_aggregation(Aggregation::ExplicitBucketHistogram {
            boundaries: boundaries.collect(),
            record_min_max: true,
        })
        .build()
        .ok()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
