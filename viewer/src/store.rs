//! The traces that are there: bounded in memory, and what did not fit is counted.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;

use crate::model::{Process, Span, SpanId, TraceId};
use crate::translate::{self, Fault};

/// A trace, as far as it has arrived.
#[derive(Debug, Default)]
pub struct Trace {
    spans: HashMap<SpanId, Arc<Span>>,
    /// Its place in the order of arrival.
    touched: u64,
    weight: usize,
    left_out: u64,
}

impl Trace {
    /// Its spans, in no order.
    pub fn spans(&self) -> impl Iterator<Item = &Arc<Span>> {
        self.spans.values()
    }

    /// One of its spans.
    pub fn span(&self, id: SpanId) -> Option<&Arc<Span>> {
        self.spans.get(&id)
    }

    /// How many of its spans had no room.
    pub fn left_out(&self) -> u64 {
        self.left_out
    }
}

/// What has happened so far.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Spans that arrived.
    pub spans: u64,
    /// Spans whose ids are none, or that had no room in a trace that was too large.
    pub refused: u64,
    /// Whole traces that made room for newer ones.
    pub evicted_traces: u64,
    /// Spans of those.
    pub evicted_spans: u64,
}

/// What came of a request of OTLP.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Received {
    /// How many of its spans were not taken.
    pub refused: u64,
    /// The first reason for that.
    pub reason: Option<&'static str>,
}

impl Received {
    fn refuse(&mut self, reason: &'static str) {
        self.refused += 1;
        self.reason.get_or_insert(reason);
    }
}

/// What a trace takes beside its spans, with its places in the maps.
const EMPTY: usize = 2 * size_of::<(TraceId, Trace)>() + 2 * size_of::<(u64, TraceId)>();

const TOO_LARGE: &str = "a trace takes more than a quarter of the viewer's memory for traces";

/// The traces. The oldest go first when their memory is full; a trace is as old as what arrived of it last.
#[derive(Debug, Default)]
pub struct Store {
    limit: usize,
    used: usize,
    traces: HashMap<TraceId, Trace>,
    order: BTreeMap<u64, TraceId>,
    arrivals: u64,
    processes: HashMap<String, Arc<Process>>,
    counts: Counts,
}

impl Store {
    /// Room for about so many bytes of spans.
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            ..Self::default()
        }
    }

    /// Takes in what a service sent.
    pub fn receive(&mut self, request: ExportTraceServiceRequest) -> Received {
        let mut received = Received::default();
        for resource in request.resource_spans {
            let process = self.process(translate::process(resource.resource));
            for scope in resource.scope_spans {
                for span in scope.spans {
                    self.counts.spans += 1;
                    let span = translate::span(span, scope.scope.as_ref(), &process);
                    let taken = span.map_err(Fault::message).and_then(|it| self.insert(it));
                    if let Err(reason) = taken {
                        received.refuse(reason);
                    }
                }
            }
            // Before the next process, of which there may be many.
            self.make_room();
            self.forget(&process);
        }
        self.counts.refused += received.refused;
        received
    }

    /// All traces, the one that something arrived of last first.
    pub fn traces(&self) -> impl Iterator<Item = &Trace> {
        self.order
            .values()
            .rev()
            .filter_map(|id| self.traces.get(id))
    }

    /// A trace, where it is there.
    pub fn trace(&self, id: TraceId) -> Option<&Trace> {
        self.traces.get(&id)
    }

    /// What has happened so far.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// About how many bytes its spans take.
    pub fn used(&self) -> usize {
        self.used
    }

    /// One process stands for all that say the same.
    fn process(&mut self, process: Process) -> Arc<Process> {
        match self.processes.entry(identity(&process)) {
            Entry::Occupied(known) => Arc::clone(known.get()),
            Entry::Vacant(place) => {
                self.used += weight(place.key(), &process);
                Arc::clone(place.insert(Arc::new(process)))
            }
        }
    }

    /// Takes it in, unless its trace is too large.
    fn insert(&mut self, span: Span) -> Result<(), &'static str> {
        let trace = match self.traces.entry(span.trace) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                self.used += EMPTY;
                place.insert(Trace {
                    weight: EMPTY,
                    ..Trace::default()
                })
            }
        };
        let weight = span.weight();
        let before = trace.spans.get(&span.id).map_or(0, |it| it.weight());
        self.arrivals += 1;
        self.order.remove(&trace.touched);
        self.order.insert(self.arrivals, span.trace);
        trace.touched = self.arrivals;
        if trace.weight + weight > self.limit / 4 + before {
            trace.left_out += 1;
            return Err(TOO_LARGE);
        }
        // A span that was sent twice is shown once.
        trace.spans.insert(span.id, Arc::new(span));
        trace.weight = trace.weight + weight - before;
        self.used = self.used + weight - before;
        Ok(())
    }

    fn make_room(&mut self) {
        while self.used > self.limit {
            let Some((_, id)) = self.order.pop_first() else {
                return;
            };
            let Some(trace) = self.traces.remove(&id) else {
                continue;
            };
            self.used -= trace.weight;
            self.counts.evicted_traces += 1;
            self.counts.evicted_spans += trace.spans.len() as u64;
            for (_, span) in trace.spans {
                let process = Arc::clone(&span.process);
                drop(span);
                self.forget(&process);
            }
        }
    }

    /// Lets go of a process of which no span is left; one handle is the caller's.
    fn forget(&mut self, process: &Arc<Process>) {
        if Arc::strong_count(process) > 2 {
            return;
        }
        let key = identity(process);
        if self.processes.remove(&key).is_some() {
            self.used -= weight(&key, process);
        }
    }
}

/// The same text for all processes that say the same.
fn identity(process: &Process) -> String {
    // Its parts are text and numbers, which always have a form in JSON.
    serde_json::to_string(process).unwrap_or_default()
}

fn weight(identity: &str, process: &Process) -> usize {
    identity.len() + process.weight()
}
