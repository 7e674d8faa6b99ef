//! Recorded values, with the text of `Debug` and `Display` printed in advance, because a filter compares them under a
//! lock.

use std::error::Error;
use std::fmt;

use tracing::Value;
use tracing::field::{Field, FieldSet, ValueSet, Visit, debug};

use crate::redact::bounded;

/// The longest text that is compared.
const LONGEST: usize = 4096;

/// The most fields that are compared.
const FIELDS: usize = 64;

/// The values, each with the type that it was recorded with.
pub(super) struct Frozen(Vec<(Field, Box<dyn Value>)>);

/// Text whose `Debug` prints it as it is.
struct Text(String);

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Frozen {
    /// Prints what is recorded. This runs user code, so no lock may be held.
    pub(super) fn of(record: impl FnOnce(&mut dyn Visit)) -> Self {
        let mut frozen = Self(Vec::new());
        record(&mut frozen);
        frozen
    }

    /// Passes the values on as tracing's own type.
    pub(super) fn lend(&self, fields: &FieldSet, use_them: impl FnOnce(&ValueSet<'_>)) {
        let Some((first, _)) = self.0.first() else {
            return use_them(&fields.value_set(&[]));
        };
        // A field without a value is skipped.
        let mut values: [(&Field, Option<&dyn Value>); FIELDS] = [(first, None); FIELDS];
        for (place, (field, value)) in values.iter_mut().zip(&self.0) {
            *place = (field, Some(&**value));
        }
        use_them(&fields.value_set(&values));
    }

    fn put(&mut self, field: &Field, value: impl Value + 'static) {
        self.0.push((field.clone(), Box::new(value)));
    }
}

impl Visit for Frozen {
    fn record_bool(&mut self, field: &Field, value: bool) {
        self.put(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.put(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.put(field, value);
    }

    fn record_i128(&mut self, field: &Field, value: i128) {
        self.put(field, value);
    }

    fn record_u128(&mut self, field: &Field, value: u128) {
        self.put(field, value);
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.put(field, value);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.put(field, value.to_owned());
    }

    fn record_error(&mut self, field: &Field, value: &(dyn Error + 'static)) {
        let text = bounded(format_args!("{value}"), LONGEST);
        self.put(field, debug(Text(text)));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let text = bounded(format_args!("{value:?}"), LONGEST);
        self.put(field, debug(Text(text)));
    }
}
