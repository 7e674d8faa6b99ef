//! Telemetry of a whole process: instrumentation that knows no `tracing` joins its traces, and SIGTERM ends it well.

use std::process::Command;
use std::time::Duration;

use opentelemetry::global;
use opentelemetry::trace::{Span as _, Tracer as _};
use scorer_instrument_tests::receiver::{Receiver, spans};
use serde_json::Value;

const PATIENCE: Duration = Duration::from_mins(1);

#[test]
fn a_process_from_its_start_to_sigterm() {
    let Some(receiver) = Receiver::start(&[]) else {
        return;
    };
    let endpoint = receiver.http();
    let telemetry = scorer_instrument::telemetry!()
        .environment(move |name| (name == "OTEL_EXPORTER_OTLP_ENDPOINT").then(|| endpoint.clone()))
        .default_value("OTEL_METRICS_EXPORTER", "none")
        .default_value("RUST_LOG", "off")
        .init()
        .expect("accepted settings");

    let tracer = global::tracer("a library");
    tracing::info_span!("outer").in_scope(|| {
        tracer.span_builder("native").start(&tracer).end();
    });
    telemetry.flush(PATIENCE).expect("a receiver");
    let export = receiver.next_export();
    let found = spans(&export);
    let named = |name: &str| -> &Value { found.iter().find(|it| it["name"] == name).expect(name) };
    assert_eq!(named("native")["parentSpanId"], named("outer")["spanId"]);
    assert_eq!(named("native")["traceId"], named("outer")["traceId"]);

    // What is not sampled stays so for everybody.
    telemetry.set_sampling_ratio(0.0).expect("a ratio");
    tracing::info_span!("outer").in_scope(|| {
        tracer.span_builder("native").start(&tracer).end();
    });
    telemetry.flush(PATIENCE).expect("nothing");
    assert_eq!(telemetry.exported(), 2);

    telemetry.set_sampling_ratio(1.0).expect("a ratio");
    tracing::info_span!("last").in_scope(|| {});
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(async {
            // The first is polled first, so its handler stands when the signal comes.
            let (result, ()) = tokio::join!(telemetry.shutdown_on_signal(PATIENCE), async {
                let this = std::process::id().to_string();
                let status = Command::new("kill").args(["-TERM", &this]).status();
                assert!(status.is_ok_and(|it| it.success()));
            });
            result.expect("a receiver");
        });
    assert_eq!(spans(&receiver.next_export())[0]["name"], "last");
    assert_eq!((telemetry.exported(), telemetry.lost().total()), (3, 0));
}
