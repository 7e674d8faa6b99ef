//! [`Forest`]: gathers finished spans into one tree per request, and draws it.

pub(crate) mod draw;

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, SystemTime};

use opentelemetry::trace::{SpanId, Status, TraceId};
use opentelemetry::{KeyValue, Value};
use opentelemetry_sdk::trace::SpanData;

use crate::sql::WORTH_SHOWING;
use crate::trace::attributes::{CANCELLED, LEVEL};

/// How many spans may wait for their root, over all traces.
const WAITING: usize = 10_000;

/// Attributes that repeat the name of the span, or that are the same in every row.
const HIDDEN: [&str; 10] = [
    "db.",
    "code.",
    "thread.",
    "network.",
    "server.",
    "client.",
    "url.",
    "user_agent.",
    "http.request.",
    "telemetry.head_ms",
];

/// The attribute of a slow statement.
const SLOW: &str = "telemetry.slow";

/// Finished spans that wait for their root. A root ends after all spans within it.
#[derive(Debug, Default)]
pub struct Forest {
    traces: HashMap<TraceId, Vec<SpanData>>,
    /// The traces, ordered by their first span. It may also hold traces that are gone.
    order: VecDeque<TraceId>,
    waiting: usize,
}

/// One row of a tree: a span or a statement, together with the rows below it. Its `Display` prints one line per row.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Tree {
    /// The span's name.
    pub name: String,
    /// How many executions the row stands for. A repeated statement is a single row.
    pub times: u32,
    /// The time from its start to its end. For a repeated statement, the sum over all executions.
    pub took: Duration,
    /// Its attributes, except those that the name already shows.
    pub fields: Vec<(String, String)>,
    /// Why it failed, if it did. Empty if the reason is not known.
    pub error: Option<String>,
    /// Other remarks, such as that it was slow or cancelled.
    pub notes: Vec<String>,
    /// The events in it, in order of time.
    pub events: Vec<TreeEvent>,
    /// The rows below it, in order of their start.
    pub children: Vec<Tree>,
    started: SystemTime,
}

/// An event in a span. It is printed on a line of its own.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TreeEvent {
    /// Its level, or empty if a span from another source does not say it.
    pub level: &'static str,
    /// Its message, or the error that it reports.
    pub message: String,
    /// Its other fields.
    pub fields: Vec<(String, String)>,
    /// Whether it is an error.
    pub is_error: bool,
    time: SystemTime,
}

impl Forest {
    /// Adds a finished span. Returns the tree of its request if the span is the request's root.
    pub fn add(&mut self, span: SpanData) -> Option<Tree> {
        let is_root = span.parent_span_id == SpanId::INVALID || span.parent_span_is_remote;
        let trace = span.span_context.trace_id();
        if !is_root {
            self.wait(trace, span);
            return None;
        }
        let mut below: HashMap<SpanId, Vec<SpanData>> = HashMap::new();
        for child in self.take(trace) {
            below.entry(child.parent_span_id).or_default().push(child);
        }
        let tree = grow(&span, &mut below, 0);
        // These spans belong to another root of the same trace, which has not ended yet.
        for other in below.into_values().flatten() {
            self.wait(trace, other);
        }
        Some(tree)
    }

    fn wait(&mut self, trace: TraceId, span: SpanData) {
        let spans = self.traces.entry(trace).or_default();
        if spans.is_empty() {
            self.order.push_back(trace);
        }
        spans.push(span);
        self.waiting += 1;
        while self.waiting > WAITING {
            // Drops the oldest trace; its root may never have been exported.
            let Some(oldest) = self.order.front().copied() else {
                break;
            };
            self.take(oldest);
        }
    }

    fn take(&mut self, trace: TraceId) -> Vec<SpanData> {
        let spans = self.traces.remove(&trace).unwrap_or_default();
        self.waiting -= spans.len();
        if self.order.front() == Some(&trace) {
            self.order.pop_front();
        } else if self.order.len() > 2 * WAITING {
            self.order.retain(|it| self.traces.contains_key(it));
        }
        spans
    }
}

/// The deepest row. Spans nest as calls do, so real traces stay above this depth. A longer chain is cut.
const DEEPEST: usize = 256;

/// Returns the tree below a span.
fn grow(span: &SpanData, below: &mut HashMap<SpanId, Vec<SpanData>>, depth: usize) -> Tree {
    let children = below
        .remove(&span.span_context.span_id())
        .unwrap_or_default();
    let mut tree = row(span);
    if depth < DEEPEST {
        let rows = children
            .iter()
            .map(|child| (grow(child, below, depth + 1), statement(child)));
        tree.children = folded(rows.collect());
    }
    tree
}

/// Sorts siblings by their start, and folds a repeated statement into one row.
fn folded(mut rows: Vec<(Tree, Option<String>)>) -> Vec<Tree> {
    rows.sort_by_key(|(row, _)| row.started);
    let mut times: HashMap<String, u32> = HashMap::new();
    for text in rows.iter().filter_map(|(_, text)| text.as_ref()) {
        *times.entry(text.clone()).or_default() += 1;
    }
    let mut out: Vec<Tree> = Vec::with_capacity(rows.len());
    let mut places: HashMap<String, usize> = HashMap::new();
    for (row, text) in rows {
        let repeated = text.filter(|text| times.get(text).is_some_and(|it| *it >= WORTH_SHOWING));
        let Some(text) = repeated else {
            out.push(row);
            continue;
        };
        match places.get(&text).and_then(|place| out.get_mut(*place)) {
            Some(first) => {
                first.times += 1;
                first.took = first.took.saturating_add(row.took);
                first.notes.extend(row.notes);
                first.events.extend(row.events);
                first.error = first.error.take().or(row.error);
                first.children.extend(row.children);
            }
            None => {
                places.insert(text, out.len());
                out.push(row);
            }
        }
    }
    for row in &mut out {
        if row.times > 1 {
            row.notes.dedup();
            row.notes.push("the same statement in a loop".to_owned());
        }
    }
    out
}

/// The text of the statement, if the span is one.
fn statement(span: &SpanData) -> Option<String> {
    let text = span
        .attributes
        .iter()
        .find(|it| it.key.as_str() == "db.query.text")?;
    Some(text.value.to_string())
}

fn row(span: &SpanData) -> Tree {
    let shown = |attribute: &&KeyValue| {
        let key = attribute.key.as_str();
        key != SLOW && key != CANCELLED && !HIDDEN.iter().any(|hidden| key.starts_with(hidden))
    };
    let attributes = span.attributes.iter();
    let is_marked = |key: &str| {
        let mut attributes = attributes.clone();
        attributes.any(|it| it.key.as_str() == key && it.value == Value::Bool(true))
    };
    let (is_slow, is_cancelled) = (is_marked(SLOW), is_marked(CANCELLED));
    let error = match &span.status {
        Status::Error { description } => Some(description.to_string()),
        _ => None,
    };
    let mut notes = Vec::new();
    if is_cancelled {
        notes.push("cancelled".to_owned());
    }
    if is_slow {
        notes.push("slow".to_owned());
    }
    Tree {
        name: span.name.to_string(),
        times: 1,
        took: span
            .end_time
            .duration_since(span.start_time)
            .unwrap_or_default(),
        fields: attributes
            .filter(shown)
            .map(|it| (it.key.to_string(), shown_value(&it.value)))
            .collect(),
        error,
        notes,
        events: span.events.iter().map(said).collect(),
        children: Vec::new(),
        started: span.start_time,
    }
}

/// A value as text. A float keeps its decimal point.
fn shown_value(value: &Value) -> String {
    match value {
        Value::F64(value) => format!("{value:?}"),
        value => value.to_string(),
    }
}

/// The fields of an event that are its message if it has no other.
const ERRORS: [&str; 2] = ["exception.message", "error"];

fn said(event: &opentelemetry::trace::Event) -> TreeEvent {
    let of = |key: &str| event.attributes.iter().find(|it| it.key.as_str() == key);
    let level = of(LEVEL).map(|it| it.value.as_str());
    let level = ["ERROR", "WARN", "INFO", "DEBUG", "TRACE"]
        .into_iter()
        .find(|known| level.as_deref() == Some(known));
    let is_exception = event.name == "exception";
    let error = ERRORS
        .into_iter()
        .find_map(of)
        // A panic whose message nobody knows here says only what it is.
        .or_else(|| of("exception.type").filter(|_| is_exception))
        .filter(|_| is_exception || event.name.is_empty());
    let fields = event
        .attributes
        .iter()
        .filter(|it| it.key.as_str() != LEVEL && error.is_none_or(|error| error.key != it.key));
    let level = level.unwrap_or(if is_exception { "ERROR" } else { "" });
    TreeEvent {
        level,
        message: error.map_or_else(|| event.name.to_string(), |it| it.value.to_string()),
        fields: fields
            .map(|it| (it.key.to_string(), shown_value(&it.value)))
            .collect(),
        is_error: level == "ERROR",
        time: event.timestamp,
    }
}
