//! What is counted, printed and exported of spans.

use std::sync::Arc;
use std::time::Duration;

use opentelemetry::metrics::MeterProvider as _;
use opentelemetry_sdk::metrics::data::{
    AggregatedMetrics, MetricData, ResourceMetrics, ScopeMetrics,
};
use opentelemetry_sdk::metrics::{InMemoryMetricExporter, PeriodicReader, SdkMeterProvider};
use scorer_instrument::percentiles::{self, CANCELLED, DURATION, ERRORS, Ended, Percentiles};

fn milliseconds(number: u64) -> Duration {
    Duration::from_millis(number)
}

fn ended(name: &str, total: u64) -> Ended<'_> {
    Ended {
        name,
        is_root: false,
        total: milliseconds(total),
        children: Duration::ZERO,
        failed: false,
        cancelled: false,
    }
}

#[test]
fn a_row_for_each_name_the_dearest_first() {
    let percentiles = Percentiles::default();
    for total in 1..=100 {
        percentiles.clone().record(Ended {
            is_root: true,
            children: milliseconds(total - 1),
            failed: total > 97,
            ..ended("score", total)
        });
    }
    percentiles.record(ended("hash", 400));
    let table = percentiles.table();
    let names: Vec<_> = table.rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["hash", "score"]);
    let row = &table.rows[1];
    assert!(row.is_root && !table.rows[0].is_root);
    assert_eq!((row.count, row.errors), (100, 3));
    assert_eq!(
        (row.own, row.total),
        (milliseconds(100), milliseconds(5_050))
    );
    assert_eq!(row.max, milliseconds(100));
    for (found, exact) in [(row.p50, 50), (row.p95, 95), (row.p99, 99)] {
        let off = found.abs_diff(milliseconds(exact));
        assert!(
            off * 100 <= milliseconds(exact) * 2,
            "{found:?} for {exact} ms"
        );
    }
}

#[test]
fn children_beside_each_other_leave_no_own_time() {
    let percentiles = Percentiles::default();
    percentiles.record(Ended {
        children: milliseconds(50),
        ..ended("join", 30)
    });
    let table = percentiles.table();
    assert_eq!(table.rows[0].own, Duration::ZERO);
    assert_eq!(table.rows[0].total, milliseconds(30));
}

#[test]
fn the_table_is_printed_in_columns() {
    let percentiles = Percentiles::default();
    assert_eq!(percentiles.table().to_string(), "");
    for _ in 0..1_000 {
        percentiles.record(ended("score_address", 2));
    }
    percentiles.record(Ended {
        failed: true,
        ..ended("é", 1_000)
    });
    percentiles.repeated("score_address", "SELECT stamp", 5);
    percentiles.repeated("score_address", "SELECT stamp", 12);
    let printed = "\
ms             count      p50      p95      p99      max  errors      own    total
score_address   1000     2.00     2.00     2.00     2.00       0  2000.00  2000.00
é                  1  1000.00  1000.00  1000.00  1000.00       1  1000.00  1000.00
note: SELECT stamp ran up to 12 times within one score_address, in 2 of them: one query may do
";
    assert_eq!(percentiles.table().to_string(), printed);
}

#[test]
fn what_was_cancelled_is_a_column_of_its_own_where_something_was() {
    let percentiles = Percentiles::default();
    percentiles.record(ended("hash", 1));
    percentiles.record(Ended {
        cancelled: true,
        ..ended("score", 2)
    });
    let printed = "\
ms     count   p50   p95   p99   max  errors  cancelled   own  total
score      1  2.00  2.00  2.00  2.00       0          1  2.00   2.00
hash       1  1.00  1.00  1.00  1.00       0          0  1.00   1.00
";
    assert_eq!(percentiles.table().to_string(), printed);
}

#[test]
fn names_have_a_bound() {
    let percentiles = Percentiles::default();
    for number in 0..3_000 {
        percentiles.record(ended(&format!("GET /user/{number}"), 1));
        percentiles.repeated(&format!("GET /user/{number}"), "SELECT", 5);
    }
    let table = percentiles.table();
    assert!(table.rows.len() <= 1_001, "{}", table.rows.len());
    assert_eq!(table.rows.iter().map(|row| row.count).sum::<u64>(), 3_000);
    let others = table.rows.iter().find(|row| row.name == "(others)");
    assert_eq!(others.map(|row| row.count), Some(2_000));
    assert_eq!(table.repeated.len(), 1_000);
}

#[test]
fn threads_count_into_one_table() {
    let percentiles = Percentiles::default();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..1_000).for_each(|total| percentiles.record(ended("score", total))));
        }
    });
    assert_eq!(percentiles.table().rows[0].count, 4_000);
}

/// By span name: count, sum and scale.
type Durations = Vec<(String, usize, f64, i8)>;

/// What was exported last: the durations, and the errors by span name.
fn exported(exporter: &InMemoryMetricExporter) -> (Durations, Vec<(String, u64)>) {
    let (mut durations, mut errors) = (Vec::new(), Vec::new());
    let all = exporter.get_finished_metrics().expect("metrics");
    for metric in all
        .last()
        .into_iter()
        .flat_map(ResourceMetrics::scope_metrics)
        .flat_map(ScopeMetrics::metrics)
    {
        let name = |attributes: &mut dyn Iterator<Item = &opentelemetry::KeyValue>| {
            attributes
                .map(|it| it.value.to_string())
                .collect::<String>()
        };
        match (metric.name(), metric.data()) {
            (DURATION, AggregatedMetrics::F64(MetricData::ExponentialHistogram(histogram))) => {
                assert_eq!(metric.unit(), "ms");
                for point in histogram.data_points() {
                    durations.push((
                        name(&mut point.attributes()),
                        point.count(),
                        point.sum(),
                        point.scale(),
                    ));
                }
            }
            (ERRORS, AggregatedMetrics::U64(MetricData::Sum(sum))) => {
                for point in sum.data_points() {
                    errors.push((name(&mut point.attributes()), point.value()));
                }
            }
            (CANCELLED, AggregatedMetrics::U64(MetricData::Sum(sum))) => {
                for point in sum.data_points() {
                    errors.push((
                        format!("{} cancelled", name(&mut point.attributes())),
                        point.value(),
                    ));
                }
            }
            (other, _) => panic!("an unknown metric `{other}`"),
        }
    }
    durations.sort_by(|a, b| a.0.cmp(&b.0));
    errors.sort();
    (durations, errors)
}

#[test]
fn the_metrics_are_exponential_histograms() {
    let exporter = InMemoryMetricExporter::default();
    let provider = SdkMeterProvider::builder()
        .with_reader(PeriodicReader::builder(exporter.clone()).build())
        .with_view(percentiles::stream)
        .build();
    let percentiles = Arc::new(Percentiles::default());
    percentiles.observe(&provider.meter("test"));

    for total in [1, 10, 100] {
        percentiles.record(ended("score", total));
    }
    percentiles.record(Ended {
        failed: true,
        cancelled: true,
        ..ended("hash", 5)
    });
    provider.force_flush().expect("memory flushes");
    let (durations, errors) = exported(&exporter);
    assert_eq!(durations[0].0, "hash");
    let (name, count, sum, scale) = &durations[1];
    assert_eq!((name.as_str(), *count), ("score", 3));
    assert!((sum - 111.0).abs() < 1.5, "{sum}");
    assert!(*scale <= 5 && *scale > 3, "{scale}");
    let counted = [("hash", 1), ("hash cancelled", 1), ("score", 0)];
    assert_eq!(
        errors,
        counted.map(|(name, count)| (name.to_owned(), count))
    );

    // Nothing is counted twice.
    percentiles.record(ended("score", 10));
    provider.force_flush().expect("memory flushes");
    assert_eq!(exported(&exporter).0[1].1, 4);
    provider.shutdown().expect("memory ends");
}

#[test]
fn explicit_buckets_hold_a_percentile_within_a_quarter() {
    let exporter = InMemoryMetricExporter::default();
    let provider = SdkMeterProvider::builder()
        .with_reader(PeriodicReader::builder(exporter.clone()).build())
        .with_view(percentiles::bucketed)
        .build();
    let percentiles = Percentiles::default();
    percentiles.observe(&provider.meter("test"));
    // From shorter than the first bucket to longer than the last.
    for total in (1..=1_000).map(milliseconds) {
        for total in [total / 1_000_000, total, total * 1_000] {
            percentiles.record(Ended {
                total,
                ..ended("score", 0)
            });
        }
    }
    provider.force_flush().expect("memory flushes");
    let all = exporter.get_finished_metrics().expect("metrics");
    let metrics = all.iter().flat_map(ResourceMetrics::scope_metrics);
    let mut points = Vec::new();
    for metric in metrics.flat_map(ScopeMetrics::metrics) {
        if let AggregatedMetrics::F64(MetricData::Histogram(histogram)) = metric.data() {
            for point in histogram.data_points() {
                let counts: Vec<u64> = point.bucket_counts().collect();
                points.push((point.bounds().collect::<Vec<f64>>(), counts));
            }
        }
    }
    let [(bounds, counts)] = points.as_slice() else {
        panic!("{points:?}");
    };
    assert_eq!((bounds[0], bounds[bounds.len() - 1]), (0.01, 100_000.0));
    assert!(
        bounds.windows(2).all(|it| it[1] < it[0] * 1.29),
        "{bounds:?}"
    );
    assert_eq!(counts.iter().sum::<u64>(), 3_000);
    // The middle third are the milliseconds from 1 to 1,000.
    let up_to = |bound: f64| -> u64 {
        let within = bounds.iter().zip(counts).filter(|it| *it.0 <= bound);
        within.map(|it| it.1).sum()
    };
    // A duration at a bound may be counted a hundredth beyond it.
    assert!(up_to(100.0).abs_diff(1_100) <= 11, "{counts:?}");
    assert!(
        up_to(1_000.0).abs_diff(up_to(500.0) + 500) <= 15,
        "{counts:?}"
    );
    provider.shutdown().expect("memory ends");
}
