//! What a developer sees beside the traces: Jaeger's page "Monitor", out of Prometheus, and the service's own percentiles.

use scorer_instrument_tests::parts::{Jaeger, Prometheus, eventually, free_ports};
use serde_json::Value;

use crate::common::demo_with;

/// Sends every sample, with these variables beside.
fn send(jaeger: &Jaeger, more: &[(&str, &str)]) {
    let endpoint = jaeger.http();
    let mut variables = vec![
        ("OTEL_TRACES_EXPORTER", "otlp"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint.as_str()),
    ];
    variables.extend_from_slice(more);
    let output = demo_with(&variables, &[]);
    assert!(output.status.success(), "{output:?}");
}

/// The newest value of an operation in an answer of Jaeger's metrics API; nothing before there is a number.
fn newest(answer: &Value, operation: &str) -> Option<f64> {
    let metrics = answer["metrics"].as_array()?;
    let of = |metric: &&Value| {
        let labels = metric["labels"].as_array().into_iter().flatten();
        let mut values = labels.filter(|it| it["name"] == "operation");
        values.any(|it| it["value"] == operation)
    };
    let points = metrics.iter().find(of)?["metricPoints"].as_array()?;
    let value = |point: &Value| point["gaugeValue"]["doubleValue"].as_f64();
    points.iter().rev().find_map(value)
}

#[test]
fn jaegers_monitor_knows_percentiles_and_error_rates_of_the_demos_operations() {
    let [scraped] = free_ports();
    let Some(prometheus) = Prometheus::start(scraped) else {
        return;
    };
    let Some(jaeger) = Jaeger::beside_prometheus(prometheus.port(), scraped) else {
        return;
    };
    let ask = |what: &str, kind: &str| {
        jaeger.answer(&format!(
            "/api/metrics/{what}&service=scorer-demo&groupByOperation=true&spanKind={kind}\
             &lookback=600000&step=5000&ratePer=60000"
        ))
    };
    // A rate is the difference of two scrapes, so the service has to go on for a while.
    let asked = |what: &str, kind: &str, operation: &str| {
        eventually(&format!("{what} of {operation}"), || {
            send(&jaeger, &[]);
            newest(&ask(what, kind), operation).filter(|it| it.is_finite() && *it > 0.0)
        })
    };
    let root = "score_address_handler";
    let percentiles = ["0.5", "0.95", "0.99"]
        .map(|share| asked(&format!("latencies?quantile={share}"), "internal", root));
    assert!(
        percentiles.is_sorted() && percentiles[2] < 60_000.0,
        "{percentiles:?}"
    );
    // One of six samples is refused: its error is the request's.
    let share = asked("errors?", "internal", root);
    assert!(share > 0.1 && share < 0.5, "{share}");
    let calls = asked("calls?", "client", "SELECT api_key");
    assert!(calls > 0.0);
    asked("latencies?quantile=0.95", "internal", "verify_pbkdf2_hash");

    // The service's own, which know every request.
    let own = eventually("the service's own percentiles", || {
        send(&jaeger, &[]);
        let of = |share: f64| {
            prometheus.query(&format!(
                "histogram_quantile({share}, sum by (le, span_name) (telemetry_span_duration_milliseconds_bucket))"
            ))
        };
        let all = [of(0.5), of(0.95), of(0.99)];
        all.iter().all(|it| !it.is_empty()).then_some(all)
    });
    let hash = own.map(|all| {
        let found = all
            .iter()
            .find(|it| it.0["span_name"] == "verify_pbkdf2_hash");
        found.expect("it is counted").1
    });
    assert!(hash.is_sorted() && hash[0] > 0.0, "{hash:?}");
    // What is scraped may be what a process exported before its first error.
    eventually("the service's own errors", || {
        let errors = prometheus.query("sum by (span_name) (telemetry_span_errors_total)");
        let found = errors
            .iter()
            .any(|it| it.0["span_name"] == root && it.1 >= 1.0);
        found.then_some(())
    });
}

#[test]
fn percentiles_of_the_default_form_are_not_what_that_exporter_takes() {
    let [scraped] = free_ports();
    let Some(prometheus) = Prometheus::start(scraped) else {
        return;
    };
    let Some(jaeger) = Jaeger::beside_prometheus(prometheus.port(), scraped) else {
        return;
    };
    let form = "OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION";
    send(&jaeger, &[(form, "base2_exponential_bucket_histogram")]);
    // The other metrics of the same export are there; docs/telemetry.md says what to set.
    eventually("metric of the service", || {
        let found = prometheus.query("telemetry_span_errors_total");
        (!found.is_empty()).then_some(())
    });
    assert!(
        prometheus
            .query("telemetry_span_duration_milliseconds_bucket")
            .is_empty()
    );
}
