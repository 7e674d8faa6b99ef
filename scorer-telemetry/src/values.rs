//! The fields of one event or span, printed and redacted once. No user code is left in them, so any number of outputs
//! may read them, even under a lock.

use std::cell::Cell;
use std::ops::Range;

use tracing::field::{Field, Visit};

use crate::redact::Redactor;

/// The largest buffer that a thread keeps, in bytes.
const LARGEST: usize = 64 * 1024;

/// A value, as an output receives it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Printed<'a> {
    Bool(bool),
    I64(i64),
    U64(u64),
    I128(i128),
    U128(u128),
    F64(f64),
    Text(&'a str),
}

/// The fields of one event or span.
#[derive(Debug, Default)]
pub(crate) struct Values(Buffers);

#[derive(Debug, Default)]
struct Buffers {
    fields: Vec<(&'static str, Kept)>,
    /// All texts, one after the other.
    text: String,
}

#[derive(Debug)]
enum Kept {
    Plain(Printed<'static>),
    Text(Range<usize>),
}

thread_local! {
    /// The buffers of the last values. Values that are made while others are printed get new ones.
    static BUFFERS: Cell<Buffers> = const {
        Cell::new(Buffers {
            fields: Vec::new(),
            text: String::new(),
        })
    };
}

impl Values {
    /// Prints what is recorded. This runs user code, so no lock may be held.
    pub(crate) fn of(redactor: &Redactor, record: impl FnOnce(&mut dyn Visit)) -> Self {
        let mut values = Self(BUFFERS.try_with(Cell::take).unwrap_or_default());
        record(&mut redactor.visitor(&mut values));
        values
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.fields.is_empty()
    }

    /// Returns the fields in the order in which they were recorded.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static str, Printed<'_>)> {
        self.0.fields.iter().map(|(name, kept)| {
            let value = match kept {
                Kept::Plain(value) => *value,
                Kept::Text(place) => {
                    Printed::Text(self.0.text.get(place.clone()).unwrap_or_default())
                }
            };
            (*name, value)
        })
    }

    fn put(&mut self, field: &Field, value: Printed<'static>) {
        self.0.fields.push((field.name(), Kept::Plain(value)));
    }
}

impl Drop for Values {
    fn drop(&mut self) {
        let mut buffers = std::mem::take(&mut self.0);
        if buffers.text.capacity() > LARGEST {
            return;
        }
        buffers.fields.clear();
        buffers.text.clear();
        // While a thread is ending, nothing can be kept.
        let _ = BUFFERS.try_with(|own| own.set(buffers));
    }
}

impl Visit for Values {
    fn record_bool(&mut self, field: &Field, value: bool) {
        self.put(field, Printed::Bool(value));
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.put(field, Printed::I64(value));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.put(field, Printed::U64(value));
    }

    fn record_i128(&mut self, field: &Field, value: i128) {
        self.put(field, Printed::I128(value));
    }

    fn record_u128(&mut self, field: &Field, value: u128) {
        self.put(field, Printed::U128(value));
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.put(field, Printed::F64(value));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        let start = self.0.text.len();
        self.0.text.push_str(value);
        let place = start..self.0.text.len();
        self.0.fields.push((field.name(), Kept::Text(place)));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        // The redactor passes on only text. Any other value is printed here, to be text as well.
        self.record_str(field, &format!("{value:?}"));
    }
}
