//! The same OTLP into Jaeger and into the viewer: both show the same.

use std::collections::BTreeMap;

use scorer_instrument_tests::parts::{Jaeger, Query, Viewer, eventually, get, post};
use serde_json::{Value, json};

const TRACE: &str = "5b8efff798038103d269b633813fc60c";

fn attributes() -> Value {
    json!([
        {"key": "text", "value": {"stringValue": "some value"}},
        {"key": "empty", "value": {"stringValue": ""}},
        {"key": "flag", "value": {"boolValue": false}},
        {"key": "whole", "value": {"intValue": "-7"}},
        {"key": "large", "value": {"intValue": "9007199254740993"}},
        {"key": "part", "value": {"doubleValue": 0.25}},
        {"key": "list", "value": {"arrayValue": {"values": [{"stringValue": "a"}, {"intValue": "1"}]}}},
        {"key": "map", "value": {"kvlistValue": {"values": [{"key": "a", "value": {"boolValue": true}}]}}},
    ])
}

fn span(id: u64, more: &Value) -> Value {
    let mut span = json!({
        "traceId": TRACE,
        "spanId": format!("{id:016x}"),
        "name": format!("span {id}"),
        "startTimeUnixNano": (1_700_000_000_000_000_000 + id * 1_000_000).to_string(),
        "endTimeUnixNano": (1_700_000_000_000_000_000 + id * 3_000_999).to_string(),
    });
    let members = span.as_object_mut().expect("an object");
    if id > 1 {
        members.insert("parentSpanId".to_owned(), json!(format!("{:016x}", 1)));
    }
    members.extend(more.as_object().expect("an object").clone());
    span
}

/// Every kind and status, attributes of every type, events, links, a state of the trace, two services.
fn request() -> Value {
    let mut spans: Vec<Value> = (1..=6)
        .map(|id| span(id, &json!({"kind": id - 1})))
        .collect();
    spans.push(span(7, &json!({"status": {"code": 1}})));
    spans.push(span(
        8,
        &json!({"status": {"code": 2, "message": "it failed"}}),
    ));
    spans.push(span(9, &json!({"attributes": attributes()})));
    let event = |name: &str| json!({"timeUnixNano": "1700000000000123456", "name": name, "attributes": attributes()});
    spans.push(span(10, &json!({"events": [event("happened"), event("")]})));
    spans.push(span(
        11,
        &json!({"traceState": "a=b", "links": [
            {"traceId": "a000000000000000000000000000000b", "spanId": "000000000000000b"},
            {"traceId": TRACE, "spanId": "0000000000000002", "attributes": attributes()},
        ]}),
    ));
    let resource = |name: &str, spans: Vec<Value>, scope: Value| {
        json!({
            "resource": {"attributes": [
                {"key": "service.name", "value": {"stringValue": name}},
                {"key": "service.version", "value": {"stringValue": "1.2.3"}},
                {"key": "process.pid", "value": {"intValue": "42"}},
            ]},
            "scopeSpans": [{"scope": scope, "spans": spans}],
        })
    };
    let scope = json!({"name": "a library", "version": "0.1.0"});
    json!({"resourceSpans": [
        resource("first", spans, scope),
        resource("second", vec![span(12, &json!({}))], json!({})),
        {"scopeSpans": [{"spans": [span(13, &json!({}))]}]},
    ]})
}

/// Each span by its id, with its process in place of the name that the answer has for it; lists whose order says nothing
/// are sorted.
fn spans(query: Query) -> BTreeMap<String, Value> {
    // The times are long past, so no search with a lookback finds it.
    let trace = eventually("trace of 13 spans", || {
        let (_, body) = get(query.port(), &format!("/api/traces/{TRACE}"))?;
        let answer: Value = serde_json::from_str(&body).ok()?;
        let trace = answer["data"].get(0)?.clone();
        (trace["spans"].as_array()?.len() == 13).then_some(trace)
    });
    let spans = trace["spans"].as_array().expect("spans").iter();
    spans
        .map(|span| {
            let mut span = span.clone();
            let process = span["processID"].as_str().expect("a process");
            let process = trace["processes"][process].clone();
            span["processID"] = json!(null);
            span["process"] = process;
            sort(&mut span["tags"]);
            sort(&mut span["process"]["tags"]);
            sort(&mut span["references"]);
            for log in span["logs"].as_array_mut().expect("logs") {
                sort(&mut log["fields"]);
            }
            (span["spanID"].as_str().expect("an id").to_owned(), span)
        })
        .collect()
}

fn sort(list: &mut Value) {
    if let Some(list) = list.as_array_mut() {
        list.sort_by_key(Value::to_string);
    }
}

#[test]
fn both_show_the_same_spans() {
    let (Some(jaeger), Some(viewer)) = (Jaeger::start(), Viewer::start()) else {
        return;
    };
    for port in [jaeger.http_port(), viewer.http_port()] {
        let (status, body) = post(port, "/v1/traces", &request());
        assert_eq!(status, 200, "{body}");
    }
    let (theirs, ours) = (spans(jaeger.query()), spans(viewer.query()));
    for (id, theirs) in &theirs {
        let theirs = serde_json::to_string_pretty(theirs).expect("JSON");
        let ours = serde_json::to_string_pretty(&ours[id]).expect("JSON");
        assert_eq!(ours, theirs, "ours, and Jaeger's");
    }
    assert_eq!(ours.len(), theirs.len());
    for path in ["/api/services", "/api/services/first/operations"] {
        let data = |query: Query| {
            let mut data = query.answer(path)["data"].clone();
            sort(&mut data);
            data
        };
        assert_eq!(data(viewer.query()), data(jaeger.query()), "{path}");
    }
}
