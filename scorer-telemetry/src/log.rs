//! One JSON object a line, on stdout: what happened, in which trace, in which span, and how long it took.

mod json;
mod panicked;
mod time;

use std::fmt;
use std::io::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use opentelemetry::Value;
use opentelemetry::trace::{SpanId, TraceId};
use tracing::level_filters::LevelFilter;
use tracing::{Level, Metadata, Subscriber};

use crate::config::outputs::Durations;
use crate::filter::LogFilter;
use crate::sql::Call;
use crate::trace::state::SpanState;
use crate::values::Values;
use crate::writer::Writer;

use json::Fields;

/// The target of what the runtime says itself: the crate that services name, for filters such as `scorer_instrument=warn`.
const TARGET: &str = "scorer_instrument";

pub(crate) use panicked::Panicked;

/// Where lines go.
pub(crate) enum Output {
    Stdout,
    /// Where the builder says.
    Writer(Arc<Writer>),
    /// For tests: kept, and handed out by the guard.
    Memory(Arc<Mutex<Vec<u8>>>),
}

impl fmt::Debug for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Stdout => "Stdout",
            Self::Writer(_) => "Writer",
            Self::Memory(_) => "Memory",
        })
    }
}

/// The log's output and what it shows.
#[derive(Debug)]
pub(crate) struct Logs {
    pub(crate) filter: LogFilter,
    pub(crate) output: Output,
    pub(crate) target: bool,
    /// Whether a trace's id stands there in X-Ray's form too, in which `CloudWatch` looks for it.
    pub(crate) xray: bool,
    pub(crate) durations: Durations,
    pub(crate) value_bytes: usize,
    /// Lines that stdout did not take.
    pub(crate) lost: AtomicU64,
}

/// A span that closed.
pub(crate) struct Closed<'a> {
    pub(crate) state: &'a SpanState,
    pub(crate) total: Duration,
}

impl Logs {
    /// Whether lines are written at all: without, no span keeps fields for them.
    pub(crate) fn writes(&self) -> bool {
        self.filter.most() != LevelFilter::OFF
    }

    pub(crate) fn may_take<S: Subscriber>(&self, metadata: &'static Metadata<'static>) -> bool {
        self.writes() && self.filter.may_take::<S>(metadata)
    }

    /// A span's fields, as its lines hold them.
    pub(crate) fn fields(&self, values: &Values) -> String {
        Fields::new(self.value_bytes).with(values).finish()
    }

    /// The same, going on from those that a span has; a field that is recorded again holds its last value.
    pub(crate) fn fields_after(&self, known: String, values: &Values) -> String {
        Fields::after(known, self.value_bytes).with(values).finish()
    }

    /// An event's line.
    pub(crate) fn event(
        &self,
        metadata: &Metadata<'_>,
        values: &Values,
        span: Option<(&'static str, &SpanState)>,
    ) -> String {
        let fields = Fields::of_event(self.value_bytes).with(values);
        let (message, fields) = fields.message_and_rest();
        let mut line = self.line(*metadata.level(), metadata.target());
        if let Some(message) = message {
            line.push_str(",\"message\":");
            line.push_str(&message);
        }
        if let Some((_, state)) = span {
            self.push_ids(&mut line, (state.ids.trace, state.ids.span));
        }
        if !fields.is_empty() {
            line.push_str(",\"fields\":{");
            line.push_str(&fields);
            line.push('}');
        }
        if let Some((name, state)) = span {
            push_span(&mut line, name, state);
        }
        ended(line)
    }

    /// The line of a statement or of a wait: what its span says of it, for its event says it raw.
    pub(crate) fn call(
        &self,
        level: Level,
        call: &Call,
        span: Option<(&'static str, &SpanState)>,
    ) -> String {
        let mut line = self.line(level, "sqlx");
        line.push_str(",\"message\":");
        json::push_text(&mut line, call.name());
        if let Some((_, state)) = span {
            self.push_ids(&mut line, (state.ids.trace, state.ids.span));
        }
        push_duration(&mut line, call.elapsed());
        line.push_str(",\"fields\":{");
        for (place, attribute) in call.attributes().iter().enumerate() {
            if place > 0 {
                line.push(',');
            }
            json::push_text(&mut line, attribute.key.as_str());
            line.push(':');
            match &attribute.value {
                Value::Bool(value) => line.push_str(if *value { "true" } else { "false" }),
                Value::I64(value) => line.push_str(&value.to_string()),
                value => json::push_text(&mut line, &value.as_str()),
            }
        }
        line.push('}');
        if let Some((name, state)) = span {
            push_span(&mut line, name, state);
        }
        ended(line)
    }

    /// Writes the line of a span that closed, where such lines are wanted.
    pub(crate) fn closed(&self, metadata: &Metadata<'_>, closed: &Closed<'_>) {
        let wanted = match self.durations {
            Durations::Off => false,
            Durations::Root => closed.state.is_root,
            Durations::All => true,
        };
        if !wanted || !closed.state.logged {
            return;
        }
        let mut line = self.line(*metadata.level(), metadata.target());
        line.push_str(",\"message\":\"close\"");
        let ids = &closed.state.ids;
        self.push_ids(&mut line, (ids.trace, ids.span));
        push_duration(&mut line, closed.total);
        if let Some(head) = closed.state.head {
            push_milliseconds(&mut line, "head_ms", head);
        }
        if closed.state.outcome.failed() {
            line.push_str(",\"error\":true");
        }
        if closed.state.outcome.is_cancelled() {
            line.push_str(",\"cancelled\":true");
        }
        push_span(&mut line, metadata.name(), closed.state);
        self.write(ended(line));
    }

    /// Writes a line of the runtime's own, past all filters but `off`: it is about what would else be lost in silence.
    pub(crate) fn report(&self, level: Level, message: &str) {
        if !self.filter.takes_level(TARGET, level) {
            return;
        }
        let mut line = self.line(level, TARGET);
        line.push_str(",\"message\":");
        json::push_text(&mut line, message);
        self.write(ended(line));
    }

    /// Writes a line for each of these.
    pub(crate) fn report_all(&self, level: Level, messages: &[String]) {
        for message in messages {
            self.report(level, message);
        }
    }

    fn line(&self, level: Level, target: &str) -> String {
        let mut line = String::with_capacity(512);
        line.push_str("{\"timestamp\":\"");
        time::push(&mut line, SystemTime::now());
        line.push_str("\",\"level\":\"");
        line.push_str(level.as_str());
        line.push('"');
        if self.target {
            line.push_str(",\"target\":");
            json::push_text(&mut line, target);
        }
        line
    }

    fn push_ids(&self, line: &mut String, (trace, span): (TraceId, SpanId)) {
        let trace = trace.to_bytes();
        line.push_str(",\"trace_id\":\"");
        push_hex(line, &trace);
        line.push_str("\",\"span_id\":\"");
        push_hex(line, &span.to_bytes());
        if self.xray {
            line.push_str("\",\"xray_trace_id\":\"1-");
            push_hex(line, &trace[..4]);
            line.push('-');
            push_hex(line, &trace[4..]);
        }
        line.push('"');
    }

    /// Writes a line. The writer may be the user's, so no lock may be held.
    pub(crate) fn write(&self, line: String) {
        match &self.output {
            Output::Stdout => {
                // A reader that left is no reason to fail a request.
                if std::io::stdout().lock().write_all(line.as_bytes()).is_err() {
                    self.lost.fetch_add(1, Ordering::Relaxed);
                }
            }
            Output::Writer(writer) => writer.write(line),
            Output::Memory(lines) => lines
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .extend_from_slice(line.as_bytes()),
        }
    }

    /// Writes what waits for the builder's writer.
    pub(crate) fn write_waiting(&self) {
        if let Output::Writer(writer) = &self.output {
            writer.write_waiting();
        }
    }

    /// How many lines were lost.
    pub(crate) fn lost(&self) -> u64 {
        let lost = self.lost.load(Ordering::Relaxed);
        match &self.output {
            Output::Writer(writer) => lost + writer.lost(),
            _ => lost,
        }
    }
}

/// A whole line.
fn ended(mut line: String) -> String {
    line.push_str("}\n");
    line
}

fn push_duration(line: &mut String, duration: Duration) {
    push_milliseconds(line, "duration_ms", duration);
}

/// Milliseconds; microseconds are as fine as a clock read is sure of.
fn push_milliseconds(line: &mut String, key: &str, duration: Duration) {
    json::push_key(line, key);
    let microseconds = (duration.as_secs_f64() * 1_000_000.0).round();
    json::push_float(line, microseconds / 1_000.0);
}

fn push_hex(line: &mut String, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for byte in bytes {
        line.push(char::from(DIGITS[usize::from(byte >> 4)]));
        line.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
}

/// The span that the line stands in, and it alone: with every span around it, one bad field would stand in every line of
/// the request.
fn push_span(line: &mut String, name: &str, state: &SpanState) {
    line.push_str(",\"span\":{\"name\":");
    json::push_text(line, name);
    if !state.log_fields.is_empty() {
        line.push(',');
        line.push_str(&state.log_fields);
    }
    line.push('}');
}
