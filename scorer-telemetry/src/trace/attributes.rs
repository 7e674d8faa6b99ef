//! Fields of spans and events as OpenTelemetry attributes, cut at the bound before they are kept.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use opentelemetry::trace::{SpanKind, Status};
use opentelemetry::{Key, KeyValue, StringValue, Value};
use tracing::field::{Field, Visit};

use crate::config::limits::Limits;

/// Puts fields into an attribute list.
pub(crate) struct Attributes<'a> {
    pub(crate) into: &'a mut Vec<KeyValue>,
    pub(crate) dropped: &'a mut u32,
    /// What `otel.*` fields say of the span itself; events have nothing of it.
    pub(crate) special: Option<&'a mut Special>,
    pub(crate) limits: Limits,
}

/// What `otel.*` fields say of a span: its name, its kind and its status.
#[derive(Debug, Default)]
pub(crate) struct Special {
    pub(crate) name: Option<String>,
    pub(crate) kind: Option<SpanKind>,
    pub(crate) status: Option<Status>,
}

impl Special {
    fn take(&mut self, name: &str, value: &str) -> bool {
        match name {
            "otel.name" => self.name = Some(value.to_owned()),
            "otel.kind" => self.kind = kind(value),
            "otel.status_code" => {
                self.status = match value.to_ascii_lowercase().as_str() {
                    "ok" => Some(Status::Ok),
                    "error" => Some(Status::error("")),
                    _ => None,
                }
            }
            "otel.status_description" | "otel.status_message" => {
                self.status = Some(Status::error(value.to_owned()));
            }
            _ => return false,
        }
        true
    }
}

fn kind(value: &str) -> Option<SpanKind> {
    match value.to_ascii_lowercase().as_str() {
        "server" => Some(SpanKind::Server),
        "client" => Some(SpanKind::Client),
        "producer" => Some(SpanKind::Producer),
        "consumer" => Some(SpanKind::Consumer),
        "internal" => Some(SpanKind::Internal),
        _ => None,
    }
}

impl Attributes<'_> {
    fn put(&mut self, field: &Field, value: impl Into<Value>) {
        put(
            self.into,
            self.dropped,
            self.limits,
            Key::from_static_str(field.name()),
            value.into(),
        );
    }

    fn put_text(&mut self, field: &Field, value: Cow<'_, str>) {
        if let Some(special) = &mut self.special {
            if field.name().starts_with("otel.") && special.take(field.name(), &value) {
                return;
            }
        }
        self.put(field, text(value));
    }
}

/// Sets an attribute, or counts it where there is no room.
pub(crate) fn put(
    into: &mut Vec<KeyValue>,
    dropped: &mut u32,
    limits: Limits,
    key: Key,
    value: Value,
) {
    // A field that is recorded again holds its last value. Spans have few fields, so a search beats a map.
    if let Some(known) = into.iter_mut().find(|it| it.key == key) {
        known.value = value;
    } else if into.len() < limits.attributes {
        into.push(KeyValue::new(key, value));
    } else {
        *dropped += 1;
    }
}

fn text(value: Cow<'_, str>) -> Value {
    Value::String(StringValue::from(value.into_owned()))
}

impl Visit for Attributes<'_> {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.put(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.put(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        match i64::try_from(value) {
            Ok(value) => self.put(field, value),
            Err(_) => self.put(field, value.to_string()),
        }
    }

    fn record_i128(&mut self, field: &Field, value: i128) {
        match i64::try_from(value) {
            Ok(value) => self.put(field, value),
            Err(_) => self.put(field, value.to_string()),
        }
    }

    fn record_u128(&mut self, field: &Field, value: u128) {
        match i64::try_from(value) {
            Ok(value) => self.put(field, value),
            Err(_) => self.put(field, value.to_string()),
        }
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.put(field, value);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.put_text(field, Cow::Borrowed(cut(value, self.limits.value_bytes)));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.put_text(field, Cow::Owned(debug(value, self.limits.value_bytes)));
    }
}

/// An event of a span: its message is its name, and an error makes it an exception.
pub(crate) struct SpanEvent {
    pub(crate) name: Cow<'static, str>,
    pub(crate) attributes: Vec<KeyValue>,
    pub(crate) dropped: u32,
    pub(crate) exception: Option<String>,
    limits: Limits,
}

impl SpanEvent {
    pub(crate) fn new(name: &'static str, limits: Limits) -> Self {
        Self {
            name: Cow::Borrowed(name),
            attributes: Vec::new(),
            dropped: 0,
            exception: None,
            limits,
        }
    }

    fn rest(&mut self) -> Attributes<'_> {
        Attributes {
            into: &mut self.attributes,
            dropped: &mut self.dropped,
            special: None,
            limits: self.limits,
        }
    }

    fn put_text(&mut self, field: &Field, value: String) {
        match field.name() {
            "message" => self.name = Cow::Owned(value),
            "error" => {
                self.name = Cow::Borrowed("exception");
                self.attributes
                    .push(KeyValue::new("exception.message", value.clone()));
                self.exception = Some(value);
            }
            _ => self.rest().put(field, value),
        }
    }
}

impl Visit for SpanEvent {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.rest().record_f64(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.rest().record_i64(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.rest().record_u64(field, value);
    }

    fn record_i128(&mut self, field: &Field, value: i128) {
        self.rest().record_i128(field, value);
    }

    fn record_u128(&mut self, field: &Field, value: u128) {
        self.rest().record_u128(field, value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.rest().record_bool(field, value);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.put_text(field, cut(value, self.limits.value_bytes).to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.put_text(field, debug(value, self.limits.value_bytes));
    }
}

/// Text up to the bound, whole characters only.
pub(crate) fn cut(text: &str, bytes: usize) -> &str {
    if text.len() <= bytes {
        return text;
    }
    let mut end = bytes;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// What a value's `Debug` prints, up to the bound: a value that would print megabytes is stopped, not cut afterwards.
pub(crate) fn debug(value: &dyn fmt::Debug, bytes: usize) -> String {
    let mut bounded = Bounded {
        text: String::new(),
        bytes,
    };
    // A value that fails to print itself has printed what it could.
    let _ = write!(bounded, "{value:?}");
    bounded.text
}

struct Bounded {
    text: String,
    bytes: usize,
}

impl fmt::Write for Bounded {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let remaining = self.bytes.saturating_sub(self.text.len());
        self.text.push_str(cut(text, remaining));
        if text.len() > remaining {
            Err(fmt::Error)
        } else {
            Ok(())
        }
    }
}
