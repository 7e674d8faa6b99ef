//! Fields of spans and events as OpenTelemetry attributes. They are cut at the limit before they are stored.

use std::borrow::Cow;

use opentelemetry::trace::SpanKind;
use opentelemetry::{Key, KeyValue, StringValue, Value};
use tracing::Metadata;

use crate::config::limits::Limits;
use crate::values::{Printed, Values};

use super::outcome::Declared;

/// Adds fields to a list of attributes.
pub(crate) struct Attributes<'a> {
    pub(crate) into: &'a mut Vec<KeyValue>,
    pub(crate) dropped: &'a mut u32,
    /// Whether `otel.*` fields describe the span itself. For an event they are attributes.
    pub(crate) of_span: bool,
    pub(crate) limits: Limits,
}

/// What fields say about the span itself: its name, its kind, its status, and whether its work was cancelled.
#[derive(Debug, Default)]
pub(crate) struct Special {
    pub(crate) name: Option<String>,
    pub(crate) kind: Option<SpanKind>,
    pub(crate) declared: Declared,
    pub(crate) description: Option<String>,
    pub(crate) cancelled: bool,
}

impl Special {
    /// Whether a callsite has such fields at all.
    pub(crate) fn is_declared_by(metadata: &Metadata<'_>) -> bool {
        let mut fields = metadata.fields().iter();
        fields.any(|field| is_special(field.name()) || field.name() == CANCELLED)
    }

    /// Reads these fields.
    pub(crate) fn of(values: &Values, limits: Limits) -> Self {
        let mut special = Self::default();
        for (name, value) in values.iter() {
            match value {
                Printed::Text(value) => special.take(name, cut(value, limits.value_bytes)),
                Printed::Bool(value) if name == CANCELLED => special.cancelled |= value,
                _ => {}
            }
        }
        special
    }

    fn take(&mut self, name: &str, value: &str) {
        match name {
            "otel.name" => self.name = Some(value.to_owned()),
            "otel.kind" => self.kind = kind(value),
            // The value is in quotes if it was recorded with `?`.
            "otel.status_code" => match value.trim_matches('"').to_ascii_lowercase().as_str() {
                "ok" => self.declared = Declared::Ok,
                "error" => self.declared = Declared::Error,
                _ => {}
            },
            "otel.status_description" | "otel.status_message" => {
                self.description = Some(value.to_owned());
            }
            _ => {}
        }
    }
}

/// The attribute for the level of an event. It is set only for the console; elsewhere it has a cost and no use.
pub(crate) const LEVEL: &str = "telemetry.level";

/// The attribute of a span whose work was dropped before it had ended.
pub(crate) const CANCELLED: &str = "telemetry.cancelled";

/// Whether text under this name describes the span and is not an attribute.
fn is_special(name: &str) -> bool {
    name.strip_prefix("otel.").is_some_and(|rest| {
        matches!(
            rest,
            "name" | "kind" | "status_code" | "status_description" | "status_message"
        )
    })
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
    /// Adds a field.
    pub(crate) fn take(&mut self, name: &'static str, value: Printed<'_>) {
        let value = match value {
            Printed::Bool(value) => Value::Bool(value),
            Printed::I64(value) => Value::I64(value),
            Printed::U64(value) => integer(value),
            Printed::I128(value) => integer(value),
            Printed::U128(value) => integer(value),
            Printed::F64(value) => Value::F64(value),
            Printed::Text(value) => {
                if self.of_span && is_special(name) {
                    return;
                }
                let value = cut(value, self.limits.value_bytes);
                Value::String(StringValue::from(value.to_owned()))
            }
        };
        let key = Key::from_static_str(name);
        put(self.into, self.dropped, self.limits, key, value);
    }
}

/// An integer. If OpenTelemetry's type is too small for it, it becomes text.
fn integer<T: Copy + ToString>(value: T) -> Value
where
    i64: TryFrom<T>,
{
    match i64::try_from(value) {
        Ok(value) => Value::I64(value),
        Err(_) => Value::String(StringValue::from(value.to_string())),
    }
}

/// Sets an attribute, or counts it as dropped if there is no room.
pub(crate) fn put(
    into: &mut Vec<KeyValue>,
    dropped: &mut u32,
    limits: Limits,
    key: Key,
    value: Value,
) {
    // If a field is recorded again, the last value wins. Spans have few fields, so a linear search is faster than a
    // map.
    if let Some(known) = into.iter_mut().find(|it| it.key == key) {
        known.value = value;
    } else if into.len() < limits.attributes {
        into.push(KeyValue::new(key, value));
    } else {
        *dropped += 1;
    }
}

/// An event of a span. The event's message becomes its name, and an error makes it an exception.
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

    /// Adds a field.
    pub(crate) fn take(&mut self, name: &'static str, value: Printed<'_>) {
        match (name, value) {
            ("message", Printed::Text(value)) => {
                let value = cut(value, self.limits.value_bytes);
                self.name = Cow::Owned(value.to_owned());
            }
            ("error", Printed::Text(value)) => {
                let value = cut(value, self.limits.value_bytes);
                self.name = Cow::Borrowed("exception");
                self.attributes
                    .push(KeyValue::new("exception.message", value.to_owned()));
                self.exception = Some(value.to_owned());
            }
            _ => Attributes {
                into: &mut self.attributes,
                dropped: &mut self.dropped,
                of_span: false,
                limits: self.limits,
            }
            .take(name, value),
        }
    }
}

/// Cuts text at the limit, between two characters.
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
