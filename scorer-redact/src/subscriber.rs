//! For teams that keep their own `tracing-subscriber`: a formatter for fields, and a writer that redacts the output of
//! any formatter.

use std::error::Error;
use std::fmt;
use std::io;

use tracing::field::{Field, Visit};
use tracing_subscriber::field::RecordFields;
use tracing_subscriber::fmt::FormatFields;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::Writer;

use crate::{Redactor, marker};

/// The most bytes of one event that a writer collects before it redacts and writes them.
const LONGEST: usize = 1 << 20;

/// Formats the fields of spans and events as `tracing-subscriber` does, `message name=value`, but redacted: a value is
/// replaced if its name is refused, and its text is searched for secrets.
///
/// ```
/// use scorer_instrument_policy::Policy;
/// use scorer_redact::Redactor;
/// use scorer_redact::subscriber::RedactingFields;
///
/// let redactor = Redactor::new(Policy::default());
/// let subscriber = tracing_subscriber::fmt()
///     .fmt_fields(RedactingFields::new(redactor))
///     .finish();
/// ```
#[derive(Clone, Debug)]
pub struct RedactingFields {
    redactor: Redactor,
}

impl RedactingFields {
    /// Creates a formatter that uses this redactor.
    pub fn new(redactor: Redactor) -> Self {
        Self { redactor }
    }
}

impl<'writer> FormatFields<'writer> for RedactingFields {
    fn format_fields<R: RecordFields>(&self, writer: Writer<'writer>, fields: R) -> fmt::Result {
        let mut line = Line {
            redactor: &self.redactor,
            writer,
            is_first: true,
            result: Ok(()),
        };
        fields.record(&mut line);
        line.result
    }
}

/// A line of fields that is being written.
struct Line<'a, 'writer> {
    redactor: &'a Redactor,
    writer: Writer<'writer>,
    is_first: bool,
    result: fmt::Result,
}

impl Line<'_, '_> {
    /// Writes a value, or its replacement.
    fn put(&mut self, field: &Field, value: impl fmt::Display) {
        if self.result.is_err() {
            return;
        }
        let gap = if self.is_first { "" } else { " " };
        self.is_first = false;
        let name = field.name();
        let name = name.strip_prefix("r#").unwrap_or(name);
        self.result = if name == "message" {
            write!(self.writer, "{gap}{value}")
        } else {
            write!(self.writer, "{gap}{name}={value}")
        };
    }

    /// Returns the replacement for a value whose name is refused.
    fn refused(&self, field: &Field, is_integer: bool) -> Option<&'static str> {
        let refused = self.redactor.name(field.name())?;
        (!(is_integer && refused.keeps_integers())).then_some(marker(refused.class))
    }

    fn integer(&mut self, field: &Field, magnitude: u128, value: impl fmt::Display) {
        let class = self.redactor.integer(magnitude).map(marker);
        match self.refused(field, true).or(class) {
            Some(marker) => self.put(field, marker),
            None => self.put(field, value),
        }
    }

    fn printed(&mut self, field: &Field, value: impl fmt::Display) {
        match self.refused(field, false) {
            Some(marker) => self.put(field, marker),
            None => {
                let redactor = self.redactor;
                self.put(field, redactor.display(value));
            }
        }
    }
}

impl Visit for Line<'_, '_> {
    fn record_bool(&mut self, field: &Field, value: bool) {
        self.put(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.integer(field, value.unsigned_abs().into(), value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.integer(field, value.into(), value);
    }

    fn record_i128(&mut self, field: &Field, value: i128) {
        self.integer(field, value.unsigned_abs(), value);
    }

    fn record_u128(&mut self, field: &Field, value: u128) {
        self.integer(field, value, value);
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        match self.refused(field, false) {
            Some(marker) => self.put(field, marker),
            None => self.put(field, value),
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "message" {
            self.printed(field, value);
        } else {
            self.printed(field, format_args!("{value:?}"));
        }
    }

    fn record_error(&mut self, field: &Field, value: &(dyn Error + 'static)) {
        self.printed(field, value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.printed(field, format_args!("{value:?}"));
    }
}

/// A writer that redacts the output of a subscriber, event by event. It covers whatever the formatter prints, including
/// the fields of spans.
///
/// ```
/// use scorer_instrument_policy::Policy;
/// use scorer_redact::Redactor;
/// use scorer_redact::subscriber::RedactingWriter;
///
/// let redactor = Redactor::new(Policy::default());
/// let subscriber = tracing_subscriber::fmt()
///     .with_writer(RedactingWriter::new(std::io::stdout, redactor))
///     .finish();
/// ```
#[derive(Clone, Debug)]
pub struct RedactingWriter<M> {
    inner: M,
    redactor: Redactor,
}

impl<M> RedactingWriter<M> {
    /// Wraps `inner` so that what its writers write is redacted by this redactor.
    pub fn new(inner: M, redactor: Redactor) -> Self {
        Self { inner, redactor }
    }
}

impl<'a, M: MakeWriter<'a>> MakeWriter<'a> for RedactingWriter<M> {
    type Writer = Event<'a, M::Writer>;

    fn make_writer(&'a self) -> Self::Writer {
        Event::new(self.inner.make_writer(), &self.redactor)
    }

    fn make_writer_for(&'a self, meta: &tracing::Metadata<'_>) -> Self::Writer {
        Event::new(self.inner.make_writer_for(meta), &self.redactor)
    }
}

/// The writer for one event. It collects what is written, and writes it redacted when it is flushed or dropped, so that
/// a secret with several lines or parts is seen as a whole.
#[derive(Debug)]
pub struct Event<'a, W: io::Write> {
    inner: W,
    redactor: &'a Redactor,
    kept: Vec<u8>,
}

impl<'a, W: io::Write> Event<'a, W> {
    fn new(inner: W, redactor: &'a Redactor) -> Self {
        Self {
            inner,
            redactor,
            kept: Vec::new(),
        }
    }

    fn write_kept(&mut self) -> io::Result<()> {
        if self.kept.is_empty() {
            return Ok(());
        }
        let kept = std::mem::take(&mut self.kept);
        let text = String::from_utf8_lossy(&kept);
        self.inner.write_all(self.redactor.whole(&text).as_bytes())
    }
}

impl<W: io::Write> io::Write for Event<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.kept.extend_from_slice(bytes);
        if self.kept.len() >= LONGEST {
            self.write_kept()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.write_kept()?;
        self.inner.flush()
    }
}

impl<W: io::Write> Drop for Event<'_, W> {
    fn drop(&mut self) {
        // There is no caller left to return an error to.
        let _ = self.write_kept();
    }
}
