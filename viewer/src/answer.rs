//! Answers of Jaeger's query API, in the form that its pages read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use crate::model::{Log, Process, Reference, Span, SpanId, Tag, TraceId};
use crate::store::{Store, Trace};

/// What stands around each answer.
#[derive(Debug, Serialize)]
pub struct Answer<T> {
    data: T,
    total: usize,
    limit: usize,
    offset: usize,
    errors: Option<[Problem; 1]>,
}

/// Why there is no answer; the page shows it.
#[derive(Debug, Serialize)]
struct Problem {
    code: u16,
    msg: String,
}

impl<T> Answer<Vec<T>> {
    /// With these.
    pub fn of(data: impl IntoIterator<Item = T>) -> Self {
        let data: Vec<T> = data.into_iter().collect();
        Self {
            total: data.len(),
            data,
            limit: 0,
            offset: 0,
            errors: None,
        }
    }
}

impl Answer<()> {
    /// With none, for a reason.
    pub fn problem(code: u16, message: impl Into<String>) -> Self {
        let msg = message.into();
        Self {
            data: (),
            total: 0,
            limit: 0,
            offset: 0,
            errors: Some([Problem { code, msg }]),
        }
    }
}

/// A trace, and the services of its spans.
#[derive(Debug, Serialize)]
pub struct ShownTrace {
    #[serde(rename = "traceID")]
    id: TraceId,
    spans: Vec<ShownSpan>,
    processes: BTreeMap<String, Arc<Process>>,
    warnings: Option<[String; 0]>,
}

/// A span, and what the viewer has to say of it.
#[derive(Debug)]
struct ShownSpan {
    span: Arc<Span>,
    process: String,
    warnings: Option<Vec<String>>,
}

impl Serialize for ShownSpan {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Form<'a> {
            #[serde(rename = "traceID")]
            trace: TraceId,
            #[serde(rename = "spanID")]
            id: SpanId,
            operation_name: &'a str,
            references: &'a [Reference],
            start_time: u64,
            duration: u64,
            tags: &'a [Tag],
            logs: &'a [Log],
            #[serde(rename = "processID")]
            process: &'a str,
            warnings: Option<&'a [String]>,
        }
        let span = &self.span;
        let form = Form {
            trace: span.trace,
            id: span.id,
            operation_name: &span.operation,
            references: &span.references,
            start_time: span.start,
            duration: span.duration,
            tags: &span.tags,
            logs: &span.logs,
            process: &self.process,
            warnings: self.warnings.as_deref(),
        };
        form.serialize(serializer)
    }
}

/// A trace in its form; nothing where none of its spans had room.
pub fn trace(trace: &Trace) -> Option<ShownTrace> {
    let mut spans: Vec<Arc<Span>> = trace.spans().cloned().collect();
    // Children behind their parents where both start at once: who ends later stands first.
    spans.sort_by_key(|it| (it.start, std::cmp::Reverse(it.end()), it.id));
    let id = spans.first()?.trace;
    let mut processes: Vec<Arc<Process>> = Vec::new();
    let mut shown: Vec<ShownSpan> = Vec::with_capacity(spans.len());
    for span in spans {
        let known = processes
            .iter()
            .position(|it| Arc::ptr_eq(it, &span.process));
        let number = known.unwrap_or_else(|| {
            processes.push(Arc::clone(&span.process));
            processes.len() - 1
        });
        shown.push(ShownSpan {
            span,
            process: process_name(number),
            warnings: None,
        });
    }
    let left_out = trace.left_out();
    if let Some(first) = shown.first_mut().filter(|_| left_out > 0) {
        first.warnings = Some(vec![format!(
            "{left_out} spans of this trace are left out: it took more than a quarter of the viewer's memory for traces, \
             which `--memory` sets"
        )]);
    }
    let processes = processes.into_iter().enumerate();
    Some(ShownTrace {
        id,
        spans: shown,
        processes: processes
            .map(|(number, it)| (process_name(number), it))
            .collect(),
        warnings: None,
    })
}

fn process_name(number: usize) -> String {
    format!("p{}", number + 1)
}

/// The names of all services.
pub fn services(store: &Store) -> BTreeSet<&str> {
    spans(store)
        .map(|it| it.process.service_name.as_str())
        .collect()
}

/// A name of spans, and their kind.
#[derive(Debug, Serialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "camelCase")]
pub struct Operation {
    name: String,
    span_kind: String,
}

impl Operation {
    /// Its name alone.
    pub fn into_name(self) -> String {
        self.name
    }
}

/// The names of a service's spans, of one kind or of all.
pub fn operations(store: &Store, service: &str, kind: Option<&str>) -> BTreeSet<Operation> {
    spans(store)
        .filter(|it| it.process.service_name == service)
        .map(|it| Operation {
            name: it.operation.clone(),
            span_kind: it.tag("span.kind").unwrap_or_default(),
        })
        .filter(|it| kind.is_none_or(|kind| it.span_kind == kind))
        .collect()
}

/// How often one service called another.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Dependency {
    parent: String,
    child: String,
    call_count: u64,
}

/// Which services call which: spans whose parent is another service's.
pub fn dependencies(store: &Store) -> impl Iterator<Item = Dependency> {
    let mut calls: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for trace in store.traces() {
        for span in trace.spans() {
            let Some(parent) = span.parent().and_then(|it| trace.span(it)) else {
                continue;
            };
            let (from, to) = (&parent.process.service_name, &span.process.service_name);
            if from != to {
                *calls.entry((from, to)).or_default() += 1;
            }
        }
    }
    calls
        .into_iter()
        .map(|((parent, child), call_count)| Dependency {
            parent: parent.to_owned(),
            child: child.to_owned(),
            call_count,
        })
}

fn spans(store: &Store) -> impl Iterator<Item = &Arc<Span>> {
    store.traces().flat_map(Trace::spans)
}
