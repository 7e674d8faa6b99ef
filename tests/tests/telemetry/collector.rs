//! The OpenTelemetry Collector itself: what it takes, refuses and throttles, and that both sides count the same.

use std::collections::{HashMap, HashSet};
use std::thread;

use scorer_instrument::telemetry::Local;
use scorer_instrument_tests::parts::{Collector, eventually};
use serde_json::Value;
use tracing::info_span;

use crate::support::{PATIENCE, pipeline, reports, request};

/// What takes spans on both ports and writes them into a file.
const TAKES: &str = "
receivers:
  otlp:
    protocols:
      grpc: { endpoint: '127.0.0.1:${env:GRPC}' }
      http: { endpoint: '127.0.0.1:${env:HTTP}' }
exporters:
  file: { path: '${env:FILE}', append: true, flush_interval: 100ms }
service:
  pipelines:
    traces: { receivers: [otlp], exporters: [file] }
";

/// The same, but that no memory is enough: it refuses everything for now, as one does that is overwhelmed.
const OVERWHELMED: &str = "
receivers:
  otlp:
    protocols:
      grpc: { endpoint: '127.0.0.1:${env:GRPC}' }
      http: { endpoint: '127.0.0.1:${env:HTTP}' }
processors:
  memory_limiter: { check_interval: 100ms, limit_mib: 1 }
exporters:
  file: { path: '${env:FILE}', append: true, flush_interval: 100ms }
service:
  pipelines:
    traces: { receivers: [otlp], processors: [memory_limiter], exporters: [file] }
";

/// One that takes no spans at all.
const METRICS_ALONE: &str = "
receivers:
  otlp:
    protocols:
      grpc: { endpoint: '127.0.0.1:${env:GRPC}' }
      http: { endpoint: '127.0.0.1:${env:HTTP}' }
exporters:
  debug:
service:
  pipelines:
    metrics: { receivers: [otlp], exporters: [debug] }
";

/// Both ways to speak to a collector.
fn ways(collector: &Collector) -> [(&'static str, String); 2] {
    [
        ("http/protobuf", collector.http()),
        ("grpc", collector.grpc()),
    ]
}

fn exporting_to(protocol: &str, endpoint: &str, more: &[(&str, &str)]) -> Local {
    let mut variables = vec![
        ("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
        ("OTEL_METRICS_EXPORTER", "none"),
    ];
    variables.extend_from_slice(more);
    pipeline(&variables)
}

/// The spans that a collector has written, by id, once there are so many.
fn arrived(collector: &Collector, count: u64) -> HashMap<String, Value> {
    let spans = eventually(&format!("file of {count} spans"), || {
        let spans = collector.spans();
        (spans.len() as u64 >= count).then_some(spans)
    });
    let number = spans.len();
    let id = |span: &Value| span["spanId"].as_str().expect("an id").to_owned();
    let by_id: HashMap<String, Value> = spans.into_iter().map(|it| (id(&it), it)).collect();
    assert_eq!(by_id.len(), number, "a span came twice");
    by_id
}

#[test]
fn what_is_made_is_exported_and_arrives_once() {
    let Some(collector) = Collector::start(TAKES) else {
        return;
    };
    let mut made = 0;
    for (protocol, endpoint) in ways(&collector) {
        for compression in ["none", "gzip"] {
            let telemetry = exporting_to(
                protocol,
                &endpoint,
                &[("OTEL_EXPORTER_OTLP_COMPRESSION", compression)],
            );
            thread::scope(|scope| {
                for _ in 0..4 {
                    scope.spawn(|| (0..200).for_each(|_| request(&telemetry)));
                }
            });
            let guard = telemetry.telemetry();
            guard.shutdown(PATIENCE).expect("a collector");
            assert_eq!((guard.exported(), guard.lost().total()), (1_600, 0));
            made += 1_600;
        }
    }
    let spans = arrived(&collector, made);
    assert_eq!(spans.len() as u64, made);
    let mut traces = HashSet::new();
    for span in spans.values() {
        traces.insert(&span["traceId"]);
        let parent = span["parentSpanId"].as_str().unwrap_or_default();
        match span["name"].as_str() {
            Some("root") => assert_eq!(parent, ""),
            Some("child") => {
                let parent = &spans[parent];
                assert_eq!(parent["name"], "root");
                assert_eq!(parent["traceId"], span["traceId"]);
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(traces.len() as u64, made / 2);
}

#[test]
fn what_an_overwhelmed_collector_refuses_it_has_once_it_can() {
    let Some(mut collector) = Collector::start(OVERWHELMED) else {
        return;
    };
    eventually("collector without memory", || {
        collector.said().contains("Refusing data").then_some(())
    });
    let all: Vec<Local> = ways(&collector)
        .iter()
        .map(|(protocol, endpoint)| {
            let telemetry = exporting_to(
                protocol,
                endpoint,
                &[("OTEL_EXPORTER_OTLP_TIMEOUT", "1000")],
            );
            (0..10).for_each(|_| request(&telemetry));
            let guard = telemetry.telemetry();
            guard.flush(PATIENCE).expect_err("it refuses");
            assert_eq!((guard.exported(), guard.lost().total()), (0, 0));
            assert_eq!(reports(&telemetry, "cannot be exported"), 1);
            telemetry
        })
        .collect();
    assert_eq!(collector.spans().len(), 0);
    collector.restart(TAKES);
    for telemetry in &all {
        let guard = telemetry.telemetry();
        guard.shutdown(PATIENCE).expect("it takes them now");
        assert_eq!((guard.exported(), guard.lost().total()), (20, 0));
    }
    assert_eq!(arrived(&collector, 40).len(), 40);
}

#[test]
fn a_collector_that_restarts_loses_nothing_that_was_counted_as_exported() {
    let Some(mut collector) = Collector::start(TAKES) else {
        return;
    };
    let all: Vec<Local> = ways(&collector)
        .iter()
        .map(|(protocol, endpoint)| {
            exporting_to(
                protocol,
                endpoint,
                &[
                    ("OTEL_BSP_SCHEDULE_DELAY", "10"),
                    ("OTEL_EXPORTER_OTLP_TIMEOUT", "2000"),
                    ("OTEL_BSP_MAX_QUEUE_SIZE", "100000"),
                ],
            )
        })
        .collect();
    let mut made = 0;
    for _ in 0..3 {
        for _ in 0..100 {
            all.iter().for_each(request);
        }
        made += 200;
        collector.end();
        for _ in 0..100 {
            all.iter().for_each(request);
        }
        made += 200;
        collector.restart(TAKES);
    }
    let mut exported = 0;
    for telemetry in &all {
        let guard = telemetry.telemetry();
        guard.shutdown(PATIENCE).expect("it is there again");
        assert_eq!(guard.exported() + guard.lost().total(), made);
        // It was never away for so long that the queue was full.
        assert_eq!(guard.lost().total(), 0);
        exported += guard.exported();
    }
    let spans = eventually("file of all spans", || {
        let spans = collector.spans();
        let ids: HashSet<String> = spans.iter().map(|it| it["spanId"].to_string()).collect();
        (ids.len() as u64 >= exported).then_some(ids.len())
    });
    assert_eq!(spans as u64, exported);
}

#[test]
fn a_collector_that_takes_no_spans_is_told_once_and_what_it_refused_is_counted() {
    let Some(collector) = Collector::start(METRICS_ALONE) else {
        return;
    };
    for (protocol, endpoint) in ways(&collector) {
        let telemetry = exporting_to(protocol, &endpoint, &[]);
        for _ in 0..2 {
            request(&telemetry);
            let refused = telemetry.telemetry().flush(PATIENCE);
            refused.expect_err("it knows no spans");
        }
        let lost = telemetry.telemetry().lost();
        assert_eq!((lost.failed, lost.dropped), (4, 0), "{protocol}");
        assert_eq!(reports(&telemetry, "cannot be exported"), 1);
    }
}

/// One that takes 1 MiB a request over HTTP; over gRPC it takes 4 MiB, as each does by itself.
const SMALL: &str = "
receivers:
  otlp:
    protocols:
      grpc: { endpoint: '127.0.0.1:${env:GRPC}' }
      http: { endpoint: '127.0.0.1:${env:HTTP}', max_request_body_size: 1048576 }
exporters:
  file: { path: '${env:FILE}', flush_interval: 100ms }
service:
  pipelines:
    traces: { receivers: [otlp], exporters: [file] }
";

#[test]
fn a_batch_that_is_larger_than_a_collector_takes_goes_in_parts() {
    let Some(collector) = Collector::start(SMALL) else {
        return;
    };
    // Eight megabytes in one batch.
    let long = "a sentence, ".repeat(80);
    for (protocol, endpoint) in ways(&collector) {
        let telemetry = exporting_to(protocol, &endpoint, &[]);
        telemetry.run(|| {
            for _ in 0..512 {
                let span = info_span!(
                    "long", a = %long, b = %long, c = %long, d = %long, e = %long, f = %long, g = %long, h = %long,
                    i = %long, j = %long, k = %long, l = %long, m = %long, n = %long, o = %long, p = %long
                );
                span.in_scope(|| ());
            }
        });
        let guard = telemetry.telemetry();
        let flushed = guard.flush(PATIENCE);
        assert_eq!(
            (guard.exported(), guard.lost().total()),
            (512, 0),
            "{protocol}: {flushed:?}"
        );
        flushed.expect("a collector");
        assert_eq!(reports(&telemetry, "cannot be exported"), 0);
    }
    assert_eq!(arrived(&collector, 1_024).len(), 1_024);
}
