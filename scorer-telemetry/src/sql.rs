//! Statements and waits for a connection, read from the events that sqlx emits when they have ended: what a client span
//! says of them.
//!
//! sqlx opens no span. Each statement is one event, of target `sqlx::query`, when its last row was read; so a stream's
//! time includes what its reader did between two rows, and a statement that failed carries no error. `BEGIN` emits nothing.

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

/// The target of sqlx's events on statements.
const STATEMENT: &str = "sqlx::query";

/// The target of its events on the pool, which a pool emits when it has an `acquire_time_level`, or was slow.
const WAIT: &str = "sqlx::pool::acquire";

/// A shorter wait is no wait: a connection stood ready.
const LEAST_WAIT: Duration = Duration::from_millis(1);

/// What is set for SQL spans.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Options {
    /// The database's name in the semantic conventions, such as `postgresql`. Without, it is told from
    /// the placeholders, of the statements before it where it has none of its own; and then whatever may be a literal is one.
    pub system: Option<Cow<'static, str>>,
    /// From how long on a statement is slow. A statement that sqlx itself calls slow is so as well.
    pub slow: Duration,
    /// The bound on a statement's text, in bytes.
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

/// Something that a database client did, and that has ended just now.
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
    /// The span's name: what it does, and to which table. `SELECT community`.
    pub name: Arc<str>,
    /// The text without literals and comments.
    pub text: Arc<str>,
    /// How long it took.
    pub elapsed: Duration,
    /// Whether it took too long.
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
    /// Whether the pool calls it slow.
    pub slow: bool,
    system: Option<Cow<'static, str>>,
}

/// Whether events of this callsite are read here, and so belong to no span as events: their text is raw.
pub fn reads(metadata: &Metadata<'_>) -> bool {
    // Not `is_event`: sqlx asks first whether its event would be taken, by a callsite that is neither.
    !metadata.is_span() && matches!(metadata.target(), STATEMENT | WAIT)
}

/// What an event of sqlx tells, redacted; none for events of others, and for a connection that stood ready.
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
        // A query reports one row as affected, which says nothing.
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

/// The database whose client this thread belongs to: sqlx runs the statements of `SQLite` on threads that it names so.
fn of_thread() -> Option<&'static str> {
    let thread = std::thread::current();
    let is_sqlite = thread.name()?.starts_with("sqlx-sqlite-worker");
    is_sqlite.then_some(SQLITE)
}

/// What a statement's text tells, and whether it is one that comes again: without a secret in it.
fn shape(
    raw: &str,
    dialect: Option<Dialect>,
    options: &Options,
    redactor: &Redactor,
) -> (Shape, bool) {
    // Where a literal ends can be told from the text alone as it was written.
    let clean = clean::cleaned(raw, options.limit, dialect, |it| options.known.believes(it));
    // What broke out of its quotes is no literal any more, but its name or its shape may still tell.
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
    /// The span's name.
    pub fn name(&self) -> &str {
        match self {
            Self::Statement(statement) => &statement.name,
            Self::Wait(_) => "wait for connection",
        }
    }

    /// How long it took.
    pub fn elapsed(&self) -> Duration {
        match self {
            Self::Statement(statement) => statement.elapsed,
            Self::Wait(wait) => wait.elapsed,
        }
    }

    /// When it began, told from when its event came.
    pub fn start(&self, end: SystemTime) -> SystemTime {
        end.checked_sub(self.elapsed()).unwrap_or(end)
    }

    /// Attributes by the semantic conventions for database clients; `telemetry.slow` where it took too long.
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
