//! Values as a subscriber receives them: the type matters as much as the text.

use std::fmt;

use tracing::field::{Field, Visit};

/// One recorded value, by the method that it arrived through.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldValue {
    /// `record_i64`.
    I64(i64),
    /// `record_u64`.
    U64(u64),
    /// `record_i128`.
    I128(i128),
    /// `record_u128`.
    U128(u128),
    /// `record_f64`.
    F64(f64),
    /// `record_bool`.
    Bool(bool),
    /// `record_str`.
    Str(String),
    /// `record_debug`: what the formatter printed.
    Debug(String),
}

impl FieldValue {
    /// A string as a string.
    pub fn str(text: &str) -> Self {
        Self::Str(text.to_owned())
    }

    /// What a formatter prints.
    pub fn debug(text: &str) -> Self {
        Self::Debug(text.to_owned())
    }
}

/// The values of a span or an event, in the order in which they arrived.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fields(pub Vec<(String, FieldValue)>);

impl Fields {
    /// The value of a field; of one that was filled twice, the last.
    pub fn get(&self, name: &str) -> Option<&FieldValue> {
        let mut all = self.0.iter().rev();
        all.find(|(field, _)| field == name).map(|(_, value)| value)
    }

    /// The names, in order.
    pub fn names(&self) -> Vec<&str> {
        self.0.iter().map(|(name, _)| name.as_str()).collect()
    }

    fn push(&mut self, field: &Field, value: FieldValue) {
        self.0.push((field.name().to_owned(), value));
    }
}

impl Visit for Fields {
    fn record_i64(&mut self, field: &Field, value: i64) {
        self.push(field, FieldValue::I64(value));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.push(field, FieldValue::U64(value));
    }

    fn record_i128(&mut self, field: &Field, value: i128) {
        self.push(field, FieldValue::I128(value));
    }

    fn record_u128(&mut self, field: &Field, value: u128) {
        self.push(field, FieldValue::U128(value));
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.push(field, FieldValue::F64(value));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.push(field, FieldValue::Bool(value));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.push(field, FieldValue::Str(value.to_owned()));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.push(field, FieldValue::Debug(format!("{value:?}")));
    }
}
