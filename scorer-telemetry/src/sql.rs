//! SQL statements and waits for a connection, read from the events that sqlx emits when they have ended. They become
//! client spans.
//!
//! sqlx opens no spans. It emits one event per statement, with the target `sqlx::query`, once the last row was read. So
//! the time of a stream includes what its reader did between two rows, and a statement that failed carries no error.
//! `BEGIN` emits no event.

mod clean;
mod dialect;
mod extent;
mod known;
mod read;
mod repeats;
mod summary;

use std::borrow::Cow;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use opentelemetry::KeyValue;
use tracing::{Event, Metadata};

use crate::redact::Redactor;

pub use repeats::{Repeats, WORTH_SHOWING};

use dialect::{Dialect, SQLITE};
use known::{Known, Shape};
use read::Fields;

/// The target of sqlx's events about statements.
const STATEMENT: &str = "sqlx::query";

/// The target of sqlx's events about the pool. A pool emits one if it has an `acquire_time_level`, or if the wait was
/// slow.
const WAIT: &str = "sqlx::pool::acquire";

/// A shorter wait is ignored: a connection was ready.
const LEAST_WAIT: Duration = Duration::from_millis(1);

/// Options for SQL spans.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Options {
    /// The name of the database in the semantic conventions, such as `postgresql`. If it is `None`, it is inferred from
    /// the placeholders of the statement, or, if the statement has none, from those of earlier statements. Whatever may
    /// be a literal is then treated as one.
    pub system: Option<Cow<'static, str>>,
    /// The time from which a statement is slow, by default one second. A statement that sqlx itself reports as slow is
    /// slow as well.
    pub slow: Duration,
    /// The limit on the text of a statement, in bytes, by default 1,024.
    pub limit: usize,
    pub(crate) known: Known,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            system: None,
            slow: Duration::from_secs(1),
            limit: 1024,
            known: Known::default(),
        }
    }
}

/// An operation of a database client that has just ended.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Call {
    /// A statement.
    Statement(Statement),
    /// A wait for a connection of the pool.
    Wait(Wait),
}

/// A statement that has ended.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Statement {
    /// The span's name: the operation and the table, such as `SELECT community`.
    pub name: Arc<str>,
    /// The text of the statement, without literals and comments.
    pub text: Arc<str>,
    /// How long it took.
    pub elapsed: Duration,
    /// Whether it was slow.
    pub slow: bool,
    system: Cow<'static, str>,
    operation: Option<Arc<str>>,
    collection: Option<Arc<str>>,
    batch_size: Option<usize>,
    rows_returned: Option<u64>,
    rows_affected: Option<u64>,
}

/// A wait for a connection.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Wait {
    /// How long it took.
    pub elapsed: Duration,
    /// Whether the pool reports it as slow.
    pub slow: bool,
    system: Option<Cow<'static, str>>,
}

/// Whether events of this callsite are read here. Such an event is not added to a span as it is, because its text is
/// not redacted.
pub fn reads(metadata: &Metadata<'_>) -> bool {
    // This does not ask `is_event`: sqlx first checks whether its event is enabled, through a callsite that is neither
    // an event nor a span.
    !metadata.is_span() && matches!(metadata.target(), STATEMENT | WAIT)
}

/// Returns what an event of sqlx says, redacted, or `None` for other events and for a connection that was ready.
pub fn call(event: &Event<'_>, options: &Options, redactor: &Redactor) -> Option<Call> {
    if !reads(event.metadata()) {
        return None;
    }
    let fields = Fields::of(event);
    if event.metadata().target() == WAIT {
        let elapsed = fields.acquired_after?;
        return (elapsed >= LEAST_WAIT).then(|| {
            Call::Wait(Wait {
                elapsed,
                slow: fields.has_threshold,
                system: options.system.clone(),
            })
        });
    }
    Some(Call::Statement(Statement::new(&fields, options, redactor)))
}

impl Statement {
    fn new(fields: &Fields, options: &Options, redactor: &Redactor) -> Self {
        let raw = fields.statement();
        let set = options
            .system
            .clone()
            .or_else(|| of_thread().map(Into::into));
        let dialect = set.as_deref().map(Dialect::of);
        let shape = options
            .known
            .shape(dialect, raw, || shape(raw, dialect, options, redactor));
        let elapsed = fields.elapsed.unwrap_or_default();
        // For a query, sqlx reports one affected row, which means nothing.
        let changes = shape.operation.as_deref() != Some("SELECT");
        Self {
            name: shape.name,
            text: shape.text,
            slow: fields.has_threshold || elapsed >= options.slow,
            elapsed,
            system: set.unwrap_or_else(|| options.known.system(shape.system).into()),
            operation: shape.operation,
            collection: shape.collection,
            batch_size: shape.batch_size,
            rows_returned: fields.rows_returned,
            rows_affected: fields.rows_affected.filter(|_| changes),
        }
    }
}

/// The database whose client runs on this thread, if its name says so: sqlx runs the statements of `SQLite` on threads
/// of their own.
fn of_thread() -> Option<&'static str> {
    let thread = std::thread::current();
    let is_sqlite = thread.name()?.starts_with("sqlx-sqlite-worker");
    is_sqlite.then_some(SQLITE)
}

/// Reads the shape of a statement, without any secret, and whether the statement is likely to come again.
fn shape(
    raw: &str,
    dialect: Option<Dialect>,
    options: &Options,
    redactor: &Redactor,
) -> (Shape, bool) {
    // The ends of literals can be found only in the original text.
    let clean = clean::cleaned(raw, options.limit, dialect, |it| options.known.believes(it));
    // Text that escaped from its quotes is not a literal any more, but the redactor may still find it by its name or
    // its shape.
    let redacted = redactor.text(raw);
    let text = match &redacted {
        Cow::Borrowed(_) => clean.text,
        Cow::Owned(redacted) => clean::kept(&clean.text, redacted),
    };
    let text = redactor.text(&text);
    let summary = summary::of(&text);
    let shape = Shape {
        name: summary.name().into(),
        batch_size: summary.batch_size(),
        text: Arc::from(&*text),
        operation: summary.operation.map(Into::into),
        collection: summary.collection.map(Into::into),
        system: clean.system,
    };
    let is_plain = matches!((&redacted, &text), (Cow::Borrowed(_), Cow::Borrowed(_)));
    (shape, is_plain)
}

impl Call {
    /// Returns the span's name.
    pub fn name(&self) -> &str {
        match self {
            Self::Statement(statement) => &statement.name,
            Self::Wait(_) => "wait for connection",
        }
    }

    /// Returns how long it took.
    pub fn elapsed(&self) -> Duration {
        match self {
            Self::Statement(statement) => statement.elapsed,
            Self::Wait(wait) => wait.elapsed,
        }
    }

    /// Returns when it began, computed back from the time of its event.
    pub fn start(&self, end: SystemTime) -> SystemTime {
        end.checked_sub(self.elapsed()).unwrap_or(end)
    }

    /// Returns the attributes that the semantic conventions define for database clients, and `telemetry.slow` if it was
    /// slow.
    pub fn attributes(&self) -> Vec<KeyValue> {
        let mut attributes = Vec::with_capacity(8);
        let slow = match self {
            Self::Statement(statement) => {
                statement.describe(&mut attributes);
                statement.slow
            }
            Self::Wait(wait) => {
                if let Some(system) = &wait.system {
                    attributes.push(KeyValue::new("db.system.name", system.clone()));
                }
                wait.slow
            }
        };
        if slow {
            attributes.push(KeyValue::new("telemetry.slow", true));
        }
        attributes
    }
}

impl Statement {
    fn describe(&self, attributes: &mut Vec<KeyValue>) {
        let mut text = |key: &'static str, value: &str| {
            attributes.push(KeyValue::new(key, value.to_owned()));
        };
        text("db.system.name", &self.system);
        text("db.query.summary", &self.name);
        text("db.query.text", &self.text);
        if let Some(operation) = &self.operation {
            text("db.operation.name", operation);
        }
        if let Some(collection) = &self.collection {
            text("db.collection.name", collection);
        }
        let mut rows = |key: &'static str, count: Option<u64>| {
            if let Some(count) = count.and_then(|count| i64::try_from(count).ok()) {
                attributes.push(KeyValue::new(key, count));
            }
        };
        let batch = self.batch_size.and_then(|it| u64::try_from(it).ok());
        rows("db.operation.batch.size", batch);
        rows("db.response.returned_rows", self.rows_returned);
        rows("db.response.affected_rows", self.rows_affected);
    }
}
