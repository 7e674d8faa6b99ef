//! The demo's requests, over the API that its pages ask.

use scorer_instrument_tests::parts::{Viewer, children, demo, tag, tree};
use serde_json::{Value, json};

/// Sends samples of the demo; the traces, once these many spans are there. Nothing where a part is missing.
pub(crate) fn sent(samples: &[&str], spans: usize) -> Option<(Viewer, Vec<Value>)> {
    let (viewer, mut demo) = (Viewer::start()?, demo()?);
    let output = demo
        .args(samples)
        .env("OTEL_TRACES_EXPORTER", "otlp")
        .env("OTEL_METRICS_EXPORTER", "none")
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", viewer.http())
        .output()
        .expect("the demo");
    assert!(output.status.success(), "{output:?}");
    let traces = viewer.query().traces("scorer-demo", spans);
    Some((viewer, traces))
}

#[test]
fn a_request_is_the_tree_of_what_the_service_did_with_its_statements() {
    let Some((_viewer, traces)) = sent(&["good"], 10) else {
        return;
    };
    let [trace] = traces.as_slice() else {
        panic!("{traces:?}");
    };
    let tree = tree(trace);
    for part in [
        "score_address_handler\n  validate_api_key\n    SELECT api_key\n    verify_pbkdf2_hash\n  SELECT community\n",
        "\n  calculate_score\n    SELECT weights\n",
        "\n  COMMIT\n",
    ] {
        assert!(tree.contains(part), "{tree}");
    }
    let mut spans = trace["spans"].as_array().into_iter().flatten();
    let select = spans.find(|it| it["operationName"] == "SELECT api_key");
    let select = select.expect("a statement");
    assert_eq!(tag(select, "span.kind"), Some(&json!("client")));
    let text = tag(select, "db.query.text").and_then(Value::as_str);
    assert!(
        text.is_some_and(|it| it.starts_with("SELECT") && it.ends_with("= $1")),
        "{text:?}"
    );
    // Children lie within their parents.
    let root = children(trace, None)[0];
    let end = |span: &Value| {
        span["startTime"]
            .as_u64()
            .zip(span["duration"].as_u64())
            .map(|(a, b)| a + b)
    };
    for child in children(trace, Some(root)) {
        assert!(
            child["startTime"].as_u64() >= root["startTime"].as_u64(),
            "{child}"
        );
        assert!(end(child) <= end(root).map(|it| it + 1), "{child}");
    }
}

#[test]
fn a_refused_request_is_an_error_with_its_reason() {
    let Some((_viewer, traces)) = sent(&["bad-key"], 4) else {
        return;
    };
    let root = children(&traces[0], None)[0];
    assert_eq!(tag(root, "error"), Some(&json!(true)));
    assert_eq!(tag(root, "otel.status_code"), Some(&json!("ERROR")));
    assert_eq!(tag(root, "outcome"), Some(&json!("Unauthorized")));
    let said = tag(root, "otel.status_description").and_then(Value::as_str);
    assert!(said.is_some_and(|it| !it.is_empty()), "{root}");
    assert_eq!(
        tag(&root["logs"][0], "event"),
        Some(&json!("exception")),
        "{root}"
    );
}
