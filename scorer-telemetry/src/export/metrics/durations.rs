//! Durations of spans in the form of OTLP: a whole histogram for each name, however many spans are in it.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use opentelemetry::KeyValue;
use opentelemetry_proto::tonic::collector::metrics::v1::ExportMetricsServiceRequest;
use opentelemetry_proto::tonic::metrics::v1::exponential_histogram_data_point::Buckets;
use opentelemetry_proto::tonic::metrics::v1::metric::Data;
use opentelemetry_proto::tonic::metrics::v1::{
    AggregationTemporality, ExponentialHistogram, ExponentialHistogramDataPoint, Metric,
};

use crate::config::otlp::Temporality;
use crate::metrics::histogram::Histogram;
use crate::metrics::percentiles::{self, DURATION, Percentiles};

/// The durations to export, and those that were exported before.
pub(super) struct Durations {
    percentiles: Percentiles,
    is_delta: bool,
    before: Mutex<Before>,
}

/// What was exported last.
struct Before {
    /// The time of that export, or of the start.
    time: SystemTime,
    histograms: HashMap<String, Histogram>,
}

/// An export that is in progress.
pub(super) struct Sent {
    time: SystemTime,
    histograms: Vec<(String, Histogram)>,
}

impl Durations {
    pub(super) fn new(percentiles: Percentiles, temporality: Temporality) -> Self {
        Self {
            percentiles,
            // For histograms, "low memory" means delta:
            // https://opentelemetry.io/docs/specs/otel/metrics/sdk_exporters/otlp/#additional-environment-variable-configuration
            is_delta: temporality != Temporality::Cumulative,
            before: Mutex::new(Before {
                time: SystemTime::now(),
                histograms: HashMap::new(),
            }),
        }
    }

    /// Adds the durations to a request.
    pub(super) fn add_to(&self, request: &mut ExportMetricsServiceRequest) -> Sent {
        let time = SystemTime::now();
        let mut data_points = Vec::new();
        let mut histograms = Vec::new();
        {
            let before = self.lock();
            for (name, histogram) in self.percentiles.durations() {
                let former = before.histograms.get(name).filter(|_| self.is_delta);
                let new = former.map(|it| histogram.since(it));
                // The minimum and the maximum since then are not known.
                let range = new.is_none();
                let exported = new.as_ref().unwrap_or(&histogram);
                if exported.count() > 0 {
                    let mut point = point(name, exported, range);
                    point.start_time_unix_nano = nanos(before.time);
                    point.time_unix_nano = nanos(time);
                    data_points.push(point);
                }
                if self.is_delta {
                    histograms.push((name.to_owned(), histogram));
                }
            }
        }
        let temporality = if self.is_delta {
            AggregationTemporality::Delta
        } else {
            AggregationTemporality::Cumulative
        };
        let metric = Metric {
            name: DURATION.into(),
            description: percentiles::DESCRIPTION.into(),
            unit: percentiles::UNIT.into(),
            metadata: Vec::new(),
            data: Some(Data::ExponentialHistogram(ExponentialHistogram {
                data_points,
                aggregation_temporality: temporality.into(),
            })),
        };
        // Uses the scope of the counts, which exist wherever durations do.
        let scopes = request.resource_metrics.iter_mut();
        if let Some(scope) = scopes.flat_map(|it| &mut it.scope_metrics).next() {
            scope.metrics.push(metric);
        }
        Sent { time, histograms }
    }

    /// Notes that an export has arrived, so that the next one begins where it ended. An export that failed becomes part
    /// of the next one.
    pub(super) fn arrived(&self, sent: Sent) {
        if self.is_delta {
            let mut before = self.lock();
            before.time = sent.time;
            before.histograms.extend(sent.histograms);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Before> {
        self.before.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn point(name: &str, histogram: &Histogram, range: bool) -> ExponentialHistogramDataPoint {
    let buckets = histogram.buckets(percentiles::BUCKETS.into());
    let name = KeyValue::new(percentiles::SPAN_NAME, name.to_owned());
    let milliseconds = |it: Duration| it.as_secs_f64() * 1_000.0;
    ExponentialHistogramDataPoint {
        attributes: vec![(&name).into()],
        count: histogram.count(),
        sum: Some(milliseconds(histogram.sum())),
        scale: buckets.scale,
        positive: Some(Buckets {
            offset: buckets.offset,
            bucket_counts: buckets.counts,
        }),
        min: range.then(|| milliseconds(histogram.least())),
        max: range.then(|| milliseconds(histogram.most())),
        ..ExponentialHistogramDataPoint::default()
    }
}

fn nanos(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use opentelemetry_proto::tonic::metrics::v1::{ResourceMetrics, ScopeMetrics};

    use super::*;
    use crate::metrics::percentiles::Ended;

    fn record(percentiles: &Percentiles, name: &str, milliseconds: u64) {
        percentiles.record(Ended {
            name,
            is_root: false,
            total: Duration::from_millis(milliseconds),
            children: Duration::ZERO,
            failed: false,
            cancelled: false,
        });
    }

    fn exported(durations: &Durations) -> (Vec<ExponentialHistogramDataPoint>, Sent) {
        let mut request = ExportMetricsServiceRequest {
            resource_metrics: vec![ResourceMetrics {
                scope_metrics: vec![ScopeMetrics::default()],
                ..ResourceMetrics::default()
            }],
        };
        let sent = durations.add_to(&mut request);
        let metric = request.resource_metrics[0].scope_metrics[0]
            .metrics
            .remove(0);
        let Some(Data::ExponentialHistogram(histogram)) = metric.data else {
            panic!("{metric:?}");
        };
        (histogram.data_points, sent)
    }

    #[test]
    fn cumulative_durations_hold_all_since_the_start() {
        let percentiles = Percentiles::default();
        let durations = Durations::new(percentiles.clone(), Temporality::Cumulative);
        for expected in 1..4 {
            record(&percentiles, "score", 3);
            let (points, sent) = exported(&durations);
            durations.arrived(sent);
            assert_eq!(points[0].count, expected);
            assert_eq!((points[0].min, points[0].max), (Some(3.0), Some(3.0)));
            let counts = points[0]
                .positive
                .as_ref()
                .map(|it| it.bucket_counts.clone());
            assert_eq!(counts, Some(vec![expected]));
        }
    }

    #[test]
    fn delta_durations_are_told_once_and_none_is_lost_with_an_export() {
        for temporality in [Temporality::Delta, Temporality::LowMemory] {
            let percentiles = Percentiles::default();
            let durations = Durations::new(percentiles.clone(), temporality);
            record(&percentiles, "score", 3);
            let (lost, _) = exported(&durations);
            record(&percentiles, "score", 5);
            let (points, sent) = exported(&durations);
            assert_eq!((lost[0].count, points[0].count), (1, 2));
            assert_eq!(lost[0].start_time_unix_nano, points[0].start_time_unix_nano);
            let until = points[0].time_unix_nano;
            durations.arrived(sent);
            assert!(exported(&durations).0.is_empty());
            record(&percentiles, "score", 8);
            let (points, _) = exported(&durations);
            assert_eq!((points[0].count, points[0].sum), (1, Some(8.0)));
            assert_eq!(points[0].start_time_unix_nano, until);
        }
    }

    /// Whatever the traffic: the work of an export is by name and bucket.
    #[test]
    fn an_export_is_as_large_for_a_million_spans_as_for_a_thousand() {
        let points = |spans: u64| {
            let percentiles = Percentiles::default();
            for number in 0..spans {
                record(&percentiles, "score", number % 1_000);
            }
            exported(&Durations::new(percentiles, Temporality::Cumulative)).0
        };
        let (few, many) = (points(1_000), points(1_000_000));
        assert_eq!((few[0].count, many[0].count), (1_000, 1_000_000));
        let shape = |points: &[ExponentialHistogramDataPoint]| {
            let positive = points[0].positive.clone().unwrap_or_default();
            (
                points[0].scale,
                positive.offset,
                positive.bucket_counts.len(),
            )
        };
        assert_eq!(shape(&few), shape(&many));
    }
}
