//! Finished spans, gathered into trees and drawn.

use std::time::{Duration, SystemTime};

use opentelemetry::trace::{
    Event, SpanContext, SpanId, SpanKind, Status, TraceFlags, TraceId, TraceState,
};
use opentelemetry::{InstrumentationScope, KeyValue};
use opentelemetry_sdk::trace::{SpanData, SpanEvents, SpanLinks};
use scorer_instrument::tree::{Forest, Tree};

/// A span of a trace, by its number and its parent's; zero is none.
fn span(trace: u128, id: u64, parent: u64, name: &'static str) -> SpanData {
    let start = SystemTime::UNIX_EPOCH + Duration::from_secs(id);
    SpanData {
        span_context: SpanContext::new(
            TraceId::from(trace),
            SpanId::from(id),
            TraceFlags::SAMPLED,
            false,
            TraceState::NONE,
        ),
        parent_span_id: SpanId::from(parent),
        parent_span_is_remote: false,
        span_kind: SpanKind::Internal,
        name: name.into(),
        start_time: start,
        end_time: start + Duration::from_micros(1_250),
        attributes: Vec::new(),
        dropped_attributes_count: 0,
        events: SpanEvents::default(),
        links: SpanLinks::default(),
        status: Status::Unset,
        instrumentation_scope: InstrumentationScope::default(),
    }
}

fn statement(id: u64, parent: u64, text: &'static str) -> SpanData {
    let mut span = span(1, id, parent, "SELECT stamp");
    span.attributes.push(KeyValue::new("db.query.text", text));
    span.attributes
        .push(KeyValue::new("telemetry.slow", text.contains("slow")));
    span
}

/// The only tree of these spans.
fn tree(spans: Vec<SpanData>) -> Tree {
    let mut forest = Forest::default();
    let mut trees: Vec<Tree> = spans
        .into_iter()
        .filter_map(|span| forest.add(span))
        .collect();
    assert_eq!(trees.len(), 1);
    trees.remove(0)
}

#[test]
fn work_that_was_given_up_is_a_note() {
    let mut root = span(1, 1, 0, "root");
    root.attributes = vec![
        KeyValue::new("telemetry.head_ms", 0.5),
        KeyValue::new("telemetry.cancelled", true),
    ];
    let tree = tree(vec![root]);
    assert_eq!(tree.fields, []);
    assert_eq!(tree.notes, ["cancelled"]);
}

#[test]
fn branches_columns_fields_and_notes() {
    let mut root = span(1, 1, 0, "root");
    root.attributes = vec![
        KeyValue::new("n", 3),
        KeyValue::new("text", "x y=1"),
        KeyValue::new("code.line.number", 5),
        KeyValue::new("http.request.method", "POST"),
    ];
    root.status = Status::error("it failed");
    let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    root.events
        .events
        .push(Event::new("told", at(1), Vec::new(), 0));
    root.events.events.push(Event::new(
        "exception",
        at(3),
        vec![KeyValue::new("exception.message", "it failed")],
        0,
    ));
    let drawn = "\
root              1.25 ms  n=3  text=\"x y=1\"  !
├── told
├── inner         1.25 ms  !
│   └── leaf      1.25 ms
├── ! ERROR it failed
└── last          1.25 ms
";
    let mut inner = span(1, 2, 1, "inner");
    inner.status = Status::error("");
    let spans = vec![span(1, 3, 2, "leaf"), span(1, 4, 1, "last"), inner, root];
    assert_eq!(tree(spans).to_string(), drawn);
}

#[test]
fn a_value_stays_one_value_on_one_line() {
    let mut root = span(1, 1, 0, "ro\not");
    root.attributes.push(KeyValue::new("a\nb", "1\n2\u{1b}[2J"));
    root.events
        .events
        .push(Event::with_name("two\nlines\u{1b}"));
    let drawn = tree(vec![root]).to_string();
    assert_eq!(
        drawn,
        "ro\\not      1.25 ms  a\\nb=\"1\\n2\\u{1b}[2J\"\n└── two\\nlines\\u{1b}\n"
    );
}

#[test]
fn a_statement_in_a_loop_is_one_row() {
    let mut spans = vec![span(1, 50, 1, "other")];
    for id in 2..14 {
        spans.push(statement(id, 1, "SELECT a FROM stamp WHERE id = $1"));
    }
    for id in 14..18 {
        spans.push(statement(id, 1, "SELECT b FROM stamp WHERE slow"));
    }
    spans.push(span(1, 1, 0, "root"));
    let drawn = "\
root                      1.25 ms
├── SELECT stamp ×12     15.00 ms  the same statement in a loop
├── SELECT stamp          1.25 ms  slow
├── SELECT stamp          1.25 ms  slow
├── SELECT stamp          1.25 ms  slow
├── SELECT stamp          1.25 ms  slow
└── other                 1.25 ms
";
    assert_eq!(tree(spans).to_string(), drawn);
}

#[test]
fn requests_that_run_beside_each_other_never_meet() {
    let mut forest = Forest::default();
    assert!(forest.add(span(1, 2, 1, "a")).is_none());
    assert!(forest.add(span(2, 3, 4, "b")).is_none());
    // Two roots of one trace: a service that is called twice within it.
    let mut called = span(1, 5, 99, "called");
    called.parent_span_is_remote = true;
    assert_eq!(forest.add(called).map(|tree| tree.children.len()), Some(0));
    let names = |tree: Option<Tree>| {
        let tree = tree.expect("a root");
        (
            tree.name,
            tree.children
                .into_iter()
                .map(|row| row.name)
                .collect::<Vec<_>>(),
        )
    };
    assert_eq!(
        names(forest.add(span(2, 4, 0, "second"))),
        ("second".to_owned(), vec!["b".to_owned()])
    );
    assert_eq!(
        names(forest.add(span(1, 1, 0, "first"))),
        ("first".to_owned(), vec!["a".to_owned()])
    );
}

#[test]
fn what_waits_for_its_root_has_a_bound() {
    let mut forest = Forest::default();
    for trace in 1..=20_000 {
        assert!(forest.add(span(trace, 2, 1, "child")).is_none());
    }
    assert_eq!(
        forest
            .add(span(1, 1, 0, "root"))
            .map(|tree| tree.children.len()),
        Some(0)
    );
    assert_eq!(
        forest
            .add(span(20_000, 1, 0, "root"))
            .map(|tree| tree.children.len()),
        Some(1)
    );
}

#[test]
fn a_chain_is_drawn_as_deep_as_calls_are() {
    let mut spans: Vec<_> = (2..5_000).map(|id| span(1, id, id - 1, "deep")).collect();
    spans.push(span(1, 1, 0, "root"));
    assert_eq!(tree(spans).to_string().lines().count(), 257);
}

#[test]
fn a_panic_without_its_message_is_called_a_panic() {
    let mut root = span(1, 1, 0, "request");
    let kind = KeyValue::new("exception.type", "panic");
    root.events
        .events
        .push(Event::new("exception", root.start_time, vec![kind], 0));
    let tree = Forest::default().add(root).expect("a root");
    assert!(tree.to_string().ends_with("! ERROR panic\n"), "{tree}");
}
