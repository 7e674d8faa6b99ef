//! Memory is bounded, and what had no room is counted and said.

use std::fs;

use prost::Message as _;
use scorer_viewer::model::TraceId;
use scorer_viewer::store::Store;
use serde_json::json;

use crate::support::{Viewer, attribute, export, span};

const MIB: usize = 1024 * 1024;

#[test]
fn the_trace_that_nothing_arrived_of_for_longest_makes_room() {
    let mut store = Store::new(100_000);
    let large = |trace| {
        let mut span = span(trace, 1, 0, "request");
        span.attributes.push(attribute("text", &"x".repeat(20_000)));
        export("full", vec![span])
    };
    for trace in 1..=4 {
        store.receive(large(trace));
    }
    // The first is the newest again.
    store.receive(export("full", vec![span(1, 2, 1, "late")]));
    store.receive(large(5));
    let is_there = |trace| store.trace(TraceId(trace)).is_some();
    assert_eq!(
        [1, 2, 3, 4, 5].map(is_there),
        [true, false, true, true, true]
    );
    let counts = store.counts();
    assert_eq!(
        (counts.spans, counts.evicted_traces, counts.evicted_spans),
        (6, 1, 1)
    );
    assert!(store.used() <= 100_000);
}

#[test]
fn a_span_that_arrives_twice_is_there_once_and_weighs_once() {
    let mut store = Store::new(MIB);
    let request = || export("twice", vec![span(1, 1, 0, "request")]);
    store.receive(request());
    let used = store.used();
    store.receive(request());
    assert_eq!(store.used(), used);
    assert_eq!(
        store.trace(TraceId(1)).map(|it| it.spans().count()),
        Some(1)
    );
}

#[test]
fn a_trace_without_end_leaves_room_for_others_and_says_what_it_lacks() {
    let viewer = Viewer::start(&["--memory=1"]);
    let endless: Vec<_> = (1..=2000)
        .map(|id| span(1, id, u64::from(id > 1), "step"))
        .collect();
    let others = (2..=20).map(|trace| span(trace, 1, 0, "request")).collect();
    viewer.send(&serde_json::to_value(export("others", others)).expect("JSON"));
    let answer = viewer.send(&serde_json::to_value(export("endless", endless)).expect("JSON"));
    let partial = answer.json()["partialSuccess"].clone();
    let message = partial["errorMessage"].as_str().expect("text");
    assert!(message.contains("more than a quarter"), "{message}");
    let found = viewer.query("/api/traces/1");
    let spans = found["data"][0]["spans"].as_array().expect("spans");
    let refused = 2000 - spans.len();
    assert!(refused > 0);
    assert_eq!(
        partial["rejectedSpans"].to_string().trim_matches('"'),
        refused.to_string()
    );
    let warning = spans[0]["warnings"][0].as_str().expect("a warning");
    assert!(
        warning.starts_with(&format!("{refused} spans of this trace are left out")),
        "{warning}"
    );
    let others = viewer.query("/api/traces?service=others");
    assert_eq!(others["total"], json!(19));
}

#[test]
fn a_flood_stays_within_the_memory_that_was_given() {
    let viewer = Viewer::start(&["--memory=16"]);
    let text = "SELECT weight FROM community WHERE id = ?".repeat(4);
    let mut id = 0;
    // About ten times as much as there is room for, in many traces of many processes.
    for batch in 0..120 {
        let spans = (0..2000).map(|_| {
            id += 1;
            let mut span = span(u128::from(id / 8 + 1), id, 0, "SELECT community");
            span.attributes.push(attribute("db.query.text", &text));
            span
        });
        let request = export(&format!("flood {batch}"), spans.collect());
        let answer = viewer.post(
            &["content-type: application/x-protobuf"],
            &request.encode_to_vec(),
        );
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
    // It still answers, with the newest.
    let services = viewer.query("/api/services");
    let services = services["data"].as_array().expect("services");
    assert!(
        services.contains(&json!("flood 119")) && !services.contains(&json!("flood 0")),
        "{services:?}"
    );
    let status = fs::read_to_string(format!("/proc/{}/status", viewer.id()));
    let ended = viewer.interrupt();
    assert!(
        ended.errors.contains("the memory for traces is full"),
        "{}",
        ended.errors
    );
    assert!(
        ended.output.contains("240000 spans arrived; "),
        "{}",
        ended.output
    );
    // The kernel's own count, where there is one.
    if let Ok(status) = status {
        let peak = status.lines().find_map(|it| it.strip_prefix("VmHWM:"));
        let peak = peak.and_then(|it| it.trim().strip_suffix(" kB"));
        let peak: usize = peak.expect("a peak").parse().expect("a number");
        // What was given, and what the program and the request on its way take; without a bound it were three times as much.
        println!("peak {peak} KiB");
        assert!(peak * 1024 < 72 * MIB, "{peak} KiB");
    }
}
