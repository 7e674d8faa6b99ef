//! The collectors of `deploy/aws`, started: each takes spans and hands them on, one in place of X-Ray's exporter.

use std::time::Duration;

use scorer_instrument_tests::parts::{Collector, eventually};
use tracing::info_span;

use crate::files::text;

/// A file as it stands but for what needs AWS or a port that others may have: the `awsxray` exporter, which no module
/// proxy has whole, writes into a file.
fn here(file: &str) -> String {
    let mut text = text(file);
    for (there, here, times) in [
        ("awsxray:", "file: { path: '${env:FILE}' }", 1),
        ("[awsxray]", "[file]", 1),
        ("127.0.0.1:4317", "127.0.0.1:${env:GRPC}", 1),
        ("127.0.0.1:4318", "127.0.0.1:${env:HTTP}", 1),
    ] {
        assert_eq!(text.matches(there).count(), times, "{file}: {there}");
        text = text.replace(there, here);
    }
    text.replace("0.0.0.0:13133", "127.0.0.1:${env:HEALTH}")
}

#[test]
fn each_file_starts_a_collector_that_hands_spans_on() {
    for file in ["aws/collector.yaml", "aws/collector-sidecar.yaml"] {
        let Some(mut collector) = Collector::start(&here(file)) else {
            return;
        };
        for (protocol, endpoint) in [
            ("http/protobuf", collector.http()),
            ("grpc", collector.grpc()),
        ] {
            let telemetry = scorer_instrument::telemetry!()
                .environment(move |name| match name {
                    "OTEL_EXPORTER_OTLP_ENDPOINT" => Some(endpoint.clone()),
                    "OTEL_EXPORTER_OTLP_PROTOCOL" => Some(protocol.to_owned()),
                    "OTEL_METRICS_EXPORTER" => Some("none".to_owned()),
                    _ => None,
                })
                .local()
                .expect("accepted settings");
            telemetry.run(|| info_span!("request").in_scope(|| drop(info_span!("child"))));
            let ended = telemetry.telemetry().shutdown(Duration::from_mins(1));
            ended.expect("a collector");
        }
        collector.end();
        eventually("file of four spans", || {
            (collector.spans().len() == 4).then_some(())
        });
        // Warnings are all that it writes, and there are none.
        assert_eq!(collector.said(), "", "{file}");
    }
}
