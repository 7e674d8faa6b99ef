//! Fields of spans and events as OpenTelemetry attributes, cut at the bound before they are kept.

use std::borrow::Cow;

use opentelemetry::trace::SpanKind;
use opentelemetry::{Key, KeyValue, StringValue, Value};
use tracing::Metadata;

use crate::config::limits::Limits;
use crate::values::{Printed, Values};

use super::outcome::Declared;

/// Puts fields into an attribute list.
pub(crate) struct Attributes<'a> {
    pub(crate) into: &'a mut Vec<KeyValue>,
    pub(crate) dropped: &'a mut u32,
    /// Whether `otel.*` fields are about the span itself; an event has them as attributes.
    pub(crate) of_span: bool,
    pub(crate) limits: Limits,
}

/// What fields say of the span itself: its name, its kind, its status, and whether its work was given up.
#[derive(Debug, Default)]
pub(crate) struct Special {
    pub(crate) name: Option<String>,
    pub(crate) kind: Option<SpanKind>,
    pub(crate) declared: Declared,
    pub(crate) description: Option<String>,
    pub(crate) cancelled: bool,
}

impl Special {
    /// Whether a callsite has fields of this kind at all.
    pub(crate) fn is_declared_by(metadata: &Metadata<'_>) -> bool {
        let mut fields = metadata.fields().iter();
        fields.any(|field| is_special(field.name()) || field.name() == CANCELLED)
    }

    /// Reads them.
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
            // In quotes where it was recorded with `?`.
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

/// The level of an event, for the console alone: elsewhere it costs, and nobody looks for it.
pub(crate) const LEVEL: &str = "telemetry.level";

/// Says that the work of a span was dropped before it had ended.
pub(crate) const CANCELLED: &str = "telemetry.cancelled";

/// Whether text under this name is about the span, and none of its attributes.
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
    /// Takes a field.
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

/// An integer; one that OpenTelemetry has no room for as text.
fn integer<T: Copy + ToString>(value: T) -> Value
where
    i64: TryFrom<T>,
{
    match i64::try_from(value) {
        Ok(value) => Value::I64(value),
        Err(_) => Value::String(StringValue::from(value.to_string())),
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

    /// Takes a field.
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
