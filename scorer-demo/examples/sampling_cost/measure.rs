//! What one request of the demo weighs, by a real export to a receiver that shares no code with the exporter.

use std::process::{Command, Stdio};

use scorer_instrument::settings::SETTINGS;
use scorer_instrument_tests::receiver::{Receiver, spans};
use serde_json::{Value, json};

/// One exported request.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Exported {
    pub(crate) spans: usize,
    /// The bytes of OTLP that were sent, not compressed.
    pub(crate) sent: u64,
    /// The bytes of its spans as JSON, each with the service's attributes.
    pub(crate) as_json: usize,
}

/// Runs the demo with its good sample; none where there is no Python, which is said.
///
/// # Panics
///
/// When the demo fails or does not export.
pub(crate) fn request(mut demo: Command) -> Option<Exported> {
    let receiver = Receiver::start(&[])?;
    for setting in SETTINGS {
        demo.env_remove(setting.variable);
    }
    let status = demo
        .arg("good")
        .env("ENVIRONMENT", "production")
        .env("OTEL_SAMPLING_RATIO", "1.0")
        .env("OTEL_TRACES_EXPORTER", "otlp")
        .env("OTEL_METRICS_EXPORTER", "none")
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.http())
        // One export holds the request, and no statement is flagged, however slow the machine is.
        .env("OTEL_BSP_SCHEDULE_DELAY", "600000")
        .env("TELEMETRY_SLOW_STATEMENT", "600000")
        .stdout(Stdio::null())
        .status()
        .expect("the demo starts");
    assert!(status.success(), "the demo ends well");
    let export = receiver.next_spans();
    let resource = &export["body"]["resourceSpans"][0]["resource"];
    let spans = spans(&export);
    Some(Exported {
        spans: spans.len(),
        sent: export["size"].as_u64().expect("a size"),
        as_json: spans.iter().map(|span| weight(span, resource)).sum(),
    })
}

fn weight(span: &Value, resource: &Value) -> usize {
    json!({ "resource": resource, "span": span })
        .to_string()
        .len()
}
