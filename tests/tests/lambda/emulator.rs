//! The function under `cargo lambda watch`, which was not written here, called by `cargo lambda invoke`.

use scorer_instrument_tests::parts::{Emulator, eventually};
use scorer_instrument_tests::receiver::{Receiver, attribute, spans};
use serde_json::{Value, json};

use crate::function::Function;

/// The spans of one invocation, once they are there: nothing comes after, until the next one.
fn exported(receiver: &Receiver, name: &str) -> Vec<Value> {
    let mut all: Vec<Value> = Vec::new();
    eventually(&format!("span `{name}`"), || {
        let export = receiver.next_spans();
        all.extend(spans(&export).into_iter().cloned());
        all.iter().any(|it| it["name"] == name).then_some(())
    });
    all
}

fn named<'a>(spans: &'a [Value], name: &str) -> &'a Value {
    let found = spans.iter().find(|it| it["name"] == name);
    found.unwrap_or_else(|| panic!("no `{name}` in {spans:?}"))
}

#[test]
fn invocations_are_exported_before_the_next_one_and_errors_and_panics_are_told() {
    let Some(receiver) = Receiver::start(&[]) else {
        return;
    };
    let Some(emulator) = Emulator::start("score") else {
        return;
    };
    let function = Function::under(
        |program| emulator.environment(program),
        &[
            ("OTEL_EXPORTER_OTLP_ENDPOINT", &receiver.http()),
            ("OTEL_METRICS_EXPORTER", "none"),
            ("TELEMETRY_LAMBDA_FLUSH_TIMEOUT", "20000"),
        ],
    );
    let mut traces = Vec::new();
    for (number, what) in ["work", "fail", "panic", "work"].into_iter().enumerate() {
        let (succeeded, printed) = emulator.invoke(&format!(r#"{{"do":"{what}"}}"#));
        assert_eq!(succeeded, what == "work", "{what}: {printed}");
        let spans = exported(&receiver, "score");
        let root = named(&spans, "score");
        assert_eq!(root["kind"], "SPAN_KIND_SERVER");
        let of_root = |key| attribute(&root["attributes"], key).cloned();
        assert_eq!(of_root("faas.coldstart"), Some(json!(number == 0)));
        assert_eq!(spans.iter().any(|it| it["name"] == "init"), number == 0);
        // The emulator makes a trace of its own for each, and the invocation is in it.
        assert_ne!(root["parentSpanId"].as_str().unwrap_or_default(), "");
        traces.push(root["traceId"].clone());
        let failed = root["status"]["code"] == "STATUS_CODE_ERROR";
        assert_eq!(failed, what != "work", "{root}");
        let work = named(&spans, "work");
        assert_eq!(work["traceId"], root["traceId"]);
        if what == "work" {
            assert_eq!(named(&spans, "part")["parentSpanId"], work["spanId"]);
        }
        assert!(!format!("{spans:?}").contains("4111 1111"), "{spans:?}");
    }
    traces.sort_by_key(Value::to_string);
    traces.dedup();
    assert_eq!(traces.len(), 4, "each has a trace of its own");
    assert!(function.terminate().success());
    assert!(receiver.end().is_empty(), "nothing was left for the end");
}
