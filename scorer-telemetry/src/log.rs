//! The log: one JSON object per line, on stdout. It says what happened, in which trace and span, and how long it took.

mod digits;
mod json;
mod line;
mod panicked;
mod time;

use std::fmt;
use std::io::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use opentelemetry::Value;
use tracing::level_filters::LevelFilter;
use tracing::{Level, Metadata, Subscriber};

use crate::config::outputs::Durations;
use crate::filter::current::Current;
use crate::scratch::Scratch;
use crate::sql::Call;
use crate::trace::attributes::cut;
use crate::trace::state::SpanState;
use crate::values::Values;
use crate::writer::Writer;

use json::Fields;
use line::{ended, push_duration, push_milliseconds};

/// The target of the runtime's own messages. It is the name of the crate that services use, so that filters such as
/// `scorer_instrument=warn` work.
const TARGET: &str = "scorer_instrument";

pub(crate) use line::Shape;
pub(crate) use panicked::Panicked;

/// Where lines are written.
pub(crate) enum Output {
    /// Stdout, or the writer that the builder sets.
    Writer(Arc<Writer>),
    /// For tests: lines are kept in memory, and the guard returns them.
    Memory(Arc<Mutex<Vec<u8>>>),
}

impl fmt::Debug for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Writer(_) => "Writer",
            Self::Memory(_) => "Memory",
        })
    }
}

/// The output of the log, and what it shows.
#[derive(Debug)]
pub(crate) struct Logs {
    pub(crate) filter: Current,
    pub(crate) output: Output,
    pub(crate) shape: Shape,
    pub(crate) durations: Durations,
    pub(crate) value_bytes: usize,
}

/// A span that closed.
pub(crate) struct Closed<'a> {
    pub(crate) state: &'a SpanState,
    pub(crate) total: Duration,
}

impl Logs {
    /// Whether lines are written at all. If not, no span keeps fields for them.
    pub(crate) fn writes(&self) -> bool {
        self.filter.most() != LevelFilter::OFF
    }

    pub(crate) fn may_take<S: Subscriber>(&self, metadata: &'static Metadata<'static>) -> bool {
        self.writes() && self.filter.may_take::<S>(metadata)
    }

    /// Returns a span's fields in the form that its lines contain.
    pub(crate) fn fields(&self, values: &Values) -> Scratch {
        if values.is_empty() {
            return Scratch::default();
        }
        let mut fields = Scratch::with_room();
        Fields::of_a_span(&mut fields, self.value_bytes).add(values);
        fields
    }

    /// Adds to the fields that a span has. If a field is recorded again, the last value wins.
    pub(crate) fn add_fields(&self, known: &mut String, values: &Values) {
        Fields::after(known, self.value_bytes).add(values);
    }

    /// Returns the line of an event.
    pub(crate) fn event(
        &self,
        metadata: &Metadata<'_>,
        values: &Values,
        span: Option<(&'static str, &SpanState)>,
    ) -> Scratch {
        let mut line = self.shape.line(*metadata.level(), metadata.target());
        if let Some(message) = json::message(values) {
            line.push_str(",\"message\":");
            json::push_text(&mut line, cut(message, self.value_bytes));
        }
        if let Some((_, state)) = span {
            self.shape
                .push_ids(&mut line, state.ids.trace, state.ids.span);
        }
        let before = line.len();
        line.push_str(",\"fields\":{");
        if Fields::of_event(&mut line, self.value_bytes).add(values) {
            line.push('}');
        } else {
            line.truncate(before);
        }
        if let Some((name, state)) = span {
            push_span(&mut line, name, state);
        }
        ended(line)
    }

    /// Returns the line of a statement or of a wait. It contains what the span says, because the text of the event is
    /// not redacted.
    pub(crate) fn call(
        &self,
        level: Level,
        call: &Call,
        span: Option<(&'static str, &SpanState)>,
    ) -> Scratch {
        let mut line = self.shape.line(level, "sqlx");
        line.push_str(",\"message\":");
        json::push_text(&mut line, call.name());
        if let Some((_, state)) = span {
            self.shape
                .push_ids(&mut line, state.ids.trace, state.ids.span);
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

    /// Writes the line of a span that closed, if such lines are enabled.
    pub(crate) fn closed(&self, metadata: &Metadata<'_>, closed: &Closed<'_>) {
        let wanted = match self.durations {
            Durations::Off => false,
            Durations::Root => closed.state.is_root,
            Durations::All => true,
        };
        if !wanted || !closed.state.logged {
            return;
        }
        let mut line = self.shape.line(*metadata.level(), metadata.target());
        line.push_str(",\"message\":\"close\"");
        let ids = &closed.state.ids;
        self.shape.push_ids(&mut line, ids.trace, ids.span);
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
        self.write(&ended(line));
    }

    /// Writes a message of the runtime itself. No filter but `off` hides it, because it reports what would otherwise be
    /// lost silently.
    pub(crate) fn report(&self, level: Level, message: &str) {
        if !self.filter.takes_level(TARGET, level) {
            return;
        }
        let mut line = self.shape.line(level, TARGET);
        line.push_str(",\"message\":");
        json::push_text(&mut line, message);
        self.write(&ended(line));
    }

    /// Writes a line for each of these messages.
    pub(crate) fn report_all(&self, level: Level, messages: &[String]) {
        for message in messages {
            self.report(level, message);
        }
    }

    /// Writes the line of a panic, from the hook, and waits a moment until it is written, because the process may be
    /// about to end. If the log does not accept errors, or stdout does not accept the line, it goes to stderr: a panic
    /// is never silent.
    pub(crate) fn panicked(&self, panicked: &Panicked<'_>) {
        let line = panicked.line(self.shape, TARGET);
        if !self.filter.takes_level(TARGET, Level::ERROR) {
            return to_stderr(&line);
        }
        match &self.output {
            Output::Writer(writer) => {
                if !writer.write_now(&line) {
                    to_stderr(&line);
                }
            }
            Output::Memory(_) => self.write(&line),
        }
    }

    /// Passes a line to the writing thread. The writer may be user code, but it never runs here.
    pub(crate) fn write(&self, line: &str) {
        match &self.output {
            Output::Writer(writer) => {
                writer.write(line);
                self.say_lost(writer);
            }
            Output::Memory(lines) => lines
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .extend_from_slice(line.as_bytes()),
        }
    }

    /// Logs how many lines had no room, once there is room again.
    fn say_lost(&self, writer: &Writer) {
        if let Some(lost) = writer.news() {
            self.report(
                Level::WARN,
                &format!(
                    "{lost} lines of the log were lost, because they were written faster than they were read; \
                     `TELEMETRY_LOG_BUFFER` sets how many bytes can wait"
                ),
            );
        }
    }

    /// Waits until all lines are written. Returns whether that succeeded in time.
    pub(crate) fn drain(&self, bound: Duration) -> bool {
        match &self.output {
            Output::Writer(writer) => {
                self.say_lost(writer);
                writer.drain(bound)
            }
            Output::Memory(_) => true,
        }
    }

    /// From now on each line is waited for, a moment at most, because the process is about to end.
    pub(crate) fn write_at_once(&self) {
        if let Output::Writer(writer) = &self.output {
            writer.write_at_once();
        }
    }

    /// Whether no line waits.
    #[cfg(feature = "lambda")]
    pub(crate) fn is_empty(&self) -> bool {
        match &self.output {
            Output::Writer(writer) => writer.is_empty(),
            Output::Memory(_) => true,
        }
    }

    /// How many lines were lost.
    pub(crate) fn lost(&self) -> u64 {
        match &self.output {
            Output::Writer(writer) => writer.lost(),
            Output::Memory(_) => 0,
        }
    }
}

fn to_stderr(line: &str) {
    // If stderr is closed too, there is nobody left to tell.
    let _ = std::io::stderr().lock().write_all(line.as_bytes());
}

/// Adds the span that the line belongs to, and no other. If all its parents were added, one bad field would appear in
/// every line of the request.
fn push_span(line: &mut String, name: &str, state: &SpanState) {
    line.push_str(",\"span\":{\"name\":");
    json::push_text(line, name);
    if !state.log_fields.is_empty() {
        line.push(',');
        line.push_str(&state.log_fields);
    }
    line.push('}');
}
