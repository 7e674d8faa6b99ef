//! The query API, and the files of the pages.

use serde_json::{Value, json};

use crate::support::{Viewer, ask, attribute, export, span};

/// A viewer that knows two services, one of which calls the other.
fn filled() -> Viewer {
    let viewer = Viewer::start(&[]);
    let mut call = span(1, 2, 1, "call");
    call.kind = 3;
    call.end_time_unix_nano = call.start_time_unix_nano + 50_000_000;
    call.attributes.push(attribute("db.system.name", "sqlite"));
    let front = export(
        "front",
        vec![span(1, 1, 0, "request"), call, span(2, 1, 0, "request")],
    );
    let mut answer = span(1, 3, 2, "answer");
    answer.kind = 2;
    let back = export("back", vec![answer]);
    for request in [front, back] {
        let answer = viewer.send(&serde_json::to_value(request).expect("JSON"));
        assert_eq!(answer.status, 200);
    }
    viewer
}

fn found(viewer: &Viewer, search: &str) -> Vec<String> {
    let answer = viewer.query(&format!("/api/traces?{search}"));
    let traces = answer["data"].as_array().expect("traces").iter();
    let mut ids: Vec<String> = traces
        .map(|it| {
            it["traceID"]
                .as_str()
                .expect("an id")
                .trim_start_matches('0')
                .to_owned()
        })
        .collect();
    ids.sort();
    ids
}

#[test]
fn a_search_finds_traces_that_have_one_span_with_all_that_is_asked_for() {
    let viewer = filled();
    for (search, expected) in [
        ("service=front", &["1", "2"][..]),
        ("service=back", &["1"]),
        ("service=none", &[]),
        ("service=front&operation=call", &["1"]),
        ("service=front&operation=answer", &[]),
        (
            "service=front&tags=%7B%22db.system.name%22%3A%22sqlite%22%7D",
            &["1"],
        ),
        ("service=front&tag=db.system.name:sqlite", &["1"]),
        ("service=front&tag=db.system.name:postgresql", &[]),
        ("service=front&maxDuration=100ms", &["1"]),
        ("service=front&minDuration=1s&maxDuration=", &["1", "2"]),
        ("service=front&minDuration=2s", &[]),
        ("service=front&end=1600000000000000", &[]),
        (
            "service=front&start=1700000000000001&end=1700000000000001",
            &["1", "2"],
        ),
        ("service=front&limit=0", &[]),
        ("traceID=2&traceID=3", &["2"]),
    ] {
        assert_eq!(found(&viewer, search), expected, "{search}");
    }
    let one = viewer.query("/api/traces?service=front&limit=1");
    assert_eq!(one["data"].as_array().map(Vec::len), Some(1));
}

#[test]
fn what_a_search_cannot_mean_is_said() {
    let viewer = filled();
    for (search, message) in [
        (
            "minDuration=5",
            "`minDuration` is a length such as 1.2s, 100ms or 500us, not `5`",
        ),
        ("limit=all", "`limit` is a number of traces, not `all`"),
        (
            "start=now",
            "`start` is a number of microseconds since 1970, not `now`",
        ),
        ("traceID=x", "`traceID` is the id of a trace, not `x`"),
        ("tag=error", "`tag` is of the form key:value, not `error`"),
    ] {
        let answer = ask(viewer.ui, &format!("GET /api/traces?{search}"), &[], b"");
        assert_eq!(answer.status, 400, "{search}");
        assert_eq!(
            answer.json()["errors"],
            json!([{"code": 400, "msg": message}])
        );
    }
    for (path, message) in [
        ("/api/traces/9", "trace not found"),
        (
            "/api/metrics/latencies",
            "the viewer knows nothing at this path",
        ),
    ] {
        let answer = ask(viewer.ui, &format!("GET {path}"), &[], b"");
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.json()["errors"][0]["msg"], message);
    }
}

#[test]
fn services_operations_and_dependencies_are_those_of_the_spans() {
    let viewer = filled();
    let data = |path: &str| -> Value { viewer.query(path)["data"].clone() };
    assert_eq!(data("/api/services"), json!(["back", "front"]));
    assert_eq!(
        data("/api/services/front/operations"),
        json!(["call", "request"])
    );
    assert_eq!(
        data("/api/operations?service=back&spanKind=server"),
        json!([{"name": "answer", "spanKind": "server"}])
    );
    assert_eq!(
        data("/api/operations?service=back&spanKind=client"),
        json!([])
    );
    assert_eq!(
        data("/api/dependencies?endTs=1&lookback=1"),
        json!([{"parent": "front", "child": "back", "callCount": 1}])
    );
}

#[test]
fn a_file_of_otlp_is_shown_and_not_kept() {
    let viewer = Viewer::start(&[]);
    let mut request = span(7, 1, 0, "request");
    // Larger than what a server of pages takes by itself.
    let text = "x".repeat(3 * 1024 * 1024);
    request.attributes.push(attribute("text", &text));
    let file = export("uploaded", vec![request]);
    let file = serde_json::to_vec(&file).expect("JSON");
    let kind = ["content-type: application/json"];
    let answer = ask(viewer.ui, "POST /api/transform", &kind, &file);
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.json()["data"][0]["spans"][0]["operationName"],
        "request"
    );
    assert_eq!(viewer.query("/api/services")["total"], 0);
    let answer = ask(viewer.ui, "POST /api/transform", &kind, b"[1");
    assert_eq!(answer.status, 400);
}

#[test]
fn each_path_is_the_page_and_every_file_that_the_page_names_is_there() {
    let viewer = Viewer::start(&[]);
    let page = ask(viewer.ui, "GET /", &[], b"").text();
    assert!(page.contains(r#"{"monitor": {"menuEnabled": false}}"#));
    for path in ["/search", "/trace/1", "/dependencies"] {
        let answer = ask(viewer.ui, &format!("GET {path}"), &[], b"");
        assert_eq!(
            (answer.status, answer.text()),
            (200, page.clone()),
            "{path}"
        );
    }
    let files: Vec<&str> = page
        .split('"')
        .filter_map(|it| it.strip_prefix("./static/"))
        .collect();
    assert!(files.len() >= 3, "{page}");
    for file in files {
        let answer = ask(viewer.ui, &format!("GET /static/{file}"), &[], b"");
        assert_eq!(answer.status, 200, "{file}");
        assert!(
            !answer.head.contains("octet-stream"),
            "{file}: {}",
            answer.head
        );
        assert!(!answer.body.is_empty());
    }
    assert_eq!(ask(viewer.ui, "GET /static/none.js", &[], b"").status, 404);
    assert_eq!(ask(viewer.ui, "POST /v1/traces", &[], b"").status, 405);
}
