//! Encodes finished spans as an OTLP request: <https://opentelemetry.io/docs/specs/otlp/>. They are only read, so they
//! can be exported again if the request fails.

use std::collections::HashMap;
use std::time::{SystemTime, UNIX_EPOCH};

use opentelemetry::trace::{Event, Link, SpanId, SpanKind, Status};
use opentelemetry::{Array, InstrumentationScope, KeyValue, Value};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SpanData;

use super::protobuf::Message;

/// How many bytes are reserved for each span.
const ROOM: usize = 256;

/// The fields of the messages:
/// <https://github.com/open-telemetry/opentelemetry-proto/blob/v1.9.0/opentelemetry/proto/trace/v1/trace.proto>.
mod field {
    /// Of a request.
    pub(super) const RESOURCE_SPANS: u32 = 1;
    /// Of the spans of a resource, and of the spans of a scope.
    pub(super) const OWNER: u32 = 1;
    pub(super) const CONTENT: u32 = 2;
    pub(super) const SCHEMA_URL: u32 = 3;
    /// Of a span, of a link, and the first two of an event.
    pub(super) const TRACE_ID: u32 = 1;
    pub(super) const SPAN_ID: u32 = 2;
    pub(super) const TRACE_STATE: u32 = 3;
    pub(super) const PARENT_SPAN_ID: u32 = 4;
    pub(super) const SPAN_NAME: u32 = 5;
    pub(super) const KIND: u32 = 6;
    pub(super) const START: u32 = 7;
    pub(super) const END: u32 = 8;
    pub(super) const SPAN_ATTRIBUTES: u32 = 9;
    pub(super) const DROPPED_SPAN_ATTRIBUTES: u32 = 10;
    pub(super) const EVENTS: u32 = 11;
    pub(super) const DROPPED_EVENTS: u32 = 12;
    pub(super) const LINKS: u32 = 13;
    pub(super) const DROPPED_LINKS: u32 = 14;
    pub(super) const STATUS: u32 = 15;
    pub(super) const SPAN_FLAGS: u32 = 16;
    /// Of a scope.
    pub(super) const SCOPE_NAME: u32 = 1;
    pub(super) const VERSION: u32 = 2;
    pub(super) const SCOPE_ATTRIBUTES: u32 = 3;
    /// Of a resource.
    pub(super) const RESOURCE_ATTRIBUTES: u32 = 1;
    /// Of an event.
    pub(super) const TIME: u32 = 1;
    pub(super) const EVENT_NAME: u32 = 2;
    pub(super) const EVENT_ATTRIBUTES: u32 = 3;
    pub(super) const DROPPED_EVENT_ATTRIBUTES: u32 = 4;
    /// Of a link.
    pub(super) const LINK_ATTRIBUTES: u32 = 4;
    pub(super) const DROPPED_LINK_ATTRIBUTES: u32 = 5;
    pub(super) const LINK_FLAGS: u32 = 6;
    /// Of a status.
    pub(super) const DESCRIPTION: u32 = 2;
    pub(super) const CODE: u32 = 3;
    /// Of an attribute.
    pub(super) const KEY: u32 = 1;
    pub(super) const VALUE: u32 = 2;
    /// Of a value, by its kind, and of an array.
    pub(super) const TEXT: u32 = 1;
    pub(super) const BOOL: u32 = 2;
    pub(super) const INTEGER: u32 = 3;
    pub(super) const FLOAT: u32 = 4;
    pub(super) const ARRAY: u32 = 5;
    pub(super) const VALUES: u32 = 1;
}

/// The bits that say whether the parent of a span, or the span of a link, is in another process.
const HAS_IS_REMOTE: u32 = 0x100;
const IS_REMOTE: u32 = 0x200;

/// A resource as each request contains it.
#[derive(Debug)]
pub(super) struct Encoded {
    attributes: Vec<u8>,
    schema_url: String,
}

impl Encoded {
    pub(super) fn of(resource: &Resource) -> Self {
        let mut message = Message::default();
        for (key, of) in resource {
            attribute(&mut message, field::RESOURCE_ATTRIBUTES, key.as_str(), of);
        }
        Self {
            attributes: message.into_bytes(),
            schema_url: resource.schema_url().unwrap_or_default().to_owned(),
        }
    }
}

/// Returns the request that exports these spans.
pub(super) fn request(resource: &Encoded, spans: &[Box<SpanData>]) -> Vec<u8> {
    let mut request = Message::with_capacity(resource.attributes.len() + spans.len() * ROOM);
    request.message(field::RESOURCE_SPANS, |message| {
        message.bytes_or_none(field::OWNER, &resource.attributes);
        for (scope, spans) in by_scope(spans) {
            message.message(field::CONTENT, |message| {
                message.message(field::OWNER, |message| self::scope(message, scope));
                for span in spans {
                    message.message(field::CONTENT, |message| self::span(message, span));
                }
                let schema_url = scope.schema_url().unwrap_or_default();
                message.bytes(field::SCHEMA_URL, schema_url.as_bytes());
            });
        }
        message.bytes(field::SCHEMA_URL, resource.schema_url.as_bytes());
    });
    request.into_bytes()
}

/// Groups spans by the crate that made them, in the order of their first spans.
fn by_scope(spans: &[Box<SpanData>]) -> Vec<(&InstrumentationScope, Vec<&SpanData>)> {
    let mut groups: Vec<(&InstrumentationScope, Vec<&SpanData>)> = Vec::new();
    let mut places: HashMap<&InstrumentationScope, usize> = HashMap::new();
    let mut last = 0;
    for span in spans {
        let scope = &span.instrumentation_scope;
        // Almost all spans have the scope of the span before.
        if groups.get(last).is_none_or(|(known, _)| *known != scope) {
            last = *places.entry(scope).or_insert(groups.len());
            if last == groups.len() {
                groups.push((scope, Vec::with_capacity(spans.len())));
            }
        }
        groups[last].1.push(span);
    }
    groups
}

fn scope(message: &mut Message, scope: &InstrumentationScope) {
    message.bytes(field::SCOPE_NAME, scope.name().as_bytes());
    let version = scope.version().unwrap_or_default();
    message.bytes(field::VERSION, version.as_bytes());
    attributes(message, field::SCOPE_ATTRIBUTES, scope.attributes());
}

fn span(message: &mut Message, span: &SpanData) {
    let context = &span.span_context;
    message.bytes(field::TRACE_ID, &context.trace_id().to_bytes());
    message.bytes(field::SPAN_ID, &context.span_id().to_bytes());
    let trace_state = context.trace_state().header();
    message.bytes(field::TRACE_STATE, trace_state.as_bytes());
    if span.parent_span_id != SpanId::INVALID {
        message.bytes(field::PARENT_SPAN_ID, &span.parent_span_id.to_bytes());
    }
    message.bytes(field::SPAN_NAME, span.name.as_bytes());
    message.number(field::KIND, kind(&span.span_kind));
    message.fixed_64(field::START, nanoseconds(span.start_time));
    message.fixed_64(field::END, nanoseconds(span.end_time));
    attributes(message, field::SPAN_ATTRIBUTES, &span.attributes);
    let dropped = span.dropped_attributes_count;
    message.number(field::DROPPED_SPAN_ATTRIBUTES, dropped.into());
    for event in &span.events.events {
        message.message(field::EVENTS, |message| self::event(message, event));
    }
    let dropped = span.events.dropped_count;
    message.number(field::DROPPED_EVENTS, dropped.into());
    for link in &span.links.links {
        message.message(field::LINKS, |message| self::link(message, link));
    }
    let dropped = span.links.dropped_count;
    message.number(field::DROPPED_LINKS, dropped.into());
    message.message(field::STATUS, |message| status(message, &span.status));
    let flags = flags(context.trace_flags().to_u8(), span.parent_span_is_remote);
    message.fixed_32(field::SPAN_FLAGS, flags);
}

fn kind(kind: &SpanKind) -> u64 {
    match kind {
        SpanKind::Internal => 1,
        SpanKind::Server => 2,
        SpanKind::Client => 3,
        SpanKind::Producer => 4,
        SpanKind::Consumer => 5,
    }
}

/// Nanoseconds since 1970. A time before that is shown as 1970.
fn nanoseconds(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}

fn flags(own: u8, is_remote: bool) -> u32 {
    let remote = if is_remote { IS_REMOTE } else { 0 };
    u32::from(own) | HAS_IS_REMOTE | remote
}

fn event(message: &mut Message, event: &Event) {
    message.fixed_64(field::TIME, nanoseconds(event.timestamp));
    message.bytes(field::EVENT_NAME, event.name.as_bytes());
    attributes(message, field::EVENT_ATTRIBUTES, &event.attributes);
    let dropped = event.dropped_attributes_count;
    message.number(field::DROPPED_EVENT_ATTRIBUTES, dropped.into());
}

fn link(message: &mut Message, link: &Link) {
    let context = &link.span_context;
    message.bytes(field::TRACE_ID, &context.trace_id().to_bytes());
    message.bytes(field::SPAN_ID, &context.span_id().to_bytes());
    let trace_state = context.trace_state().header();
    message.bytes(field::TRACE_STATE, trace_state.as_bytes());
    attributes(message, field::LINK_ATTRIBUTES, &link.attributes);
    let dropped = link.dropped_attributes_count;
    message.number(field::DROPPED_LINK_ATTRIBUTES, dropped.into());
    let flags = flags(context.trace_flags().to_u8(), context.is_remote());
    message.fixed_32(field::LINK_FLAGS, flags);
}

fn status(message: &mut Message, status: &Status) {
    let (code, description) = match status {
        Status::Unset => (0, ""),
        Status::Ok => (1, ""),
        Status::Error { description } => (2, description.as_ref()),
    };
    message.bytes(field::DESCRIPTION, description.as_bytes());
    message.number(field::CODE, code);
}

fn attributes<'a>(
    message: &mut Message,
    field: u32,
    attributes: impl IntoIterator<Item = &'a KeyValue>,
) {
    for KeyValue { key, value, .. } in attributes {
        attribute(message, field, key.as_str(), value);
    }
}

fn attribute(message: &mut Message, field: u32, key: &str, value: &Value) {
    message.message(field, |message| {
        message.bytes(field::KEY, key.as_bytes());
        message.message(field::VALUE, |message| self::value(message, value));
    });
}

fn value(message: &mut Message, value: &Value) {
    match value {
        Value::Bool(value) => bool(message, *value),
        Value::I64(value) => integer(message, *value),
        Value::F64(value) => float(message, *value),
        Value::String(value) => text(message, value.as_str()),
        Value::Array(values) => message.message(field::ARRAY, |message| array(message, values)),
        // A kind that a later version of OpenTelemetry adds.
        value => text(message, &value.as_str()),
    }
}

fn array(message: &mut Message, values: &Array) {
    match values {
        Array::Bool(values) => elements(message, values, |message, it| bool(message, *it)),
        Array::I64(values) => elements(message, values, |message, it| integer(message, *it)),
        Array::F64(values) => elements(message, values, |message, it| float(message, *it)),
        Array::String(values) => {
            elements(message, values, |message, it| text(message, it.as_str()));
        }
        values => elements(message, &[values.to_string()], |message, it| {
            text(message, it);
        }),
    }
}

fn elements<T>(message: &mut Message, values: &[T], write: impl Fn(&mut Message, &T)) {
    for value in values {
        message.message(field::VALUES, |message| write(message, value));
    }
}

fn bool(message: &mut Message, value: bool) {
    message.number_or_zero(field::BOOL, value.into());
}

fn integer(message: &mut Message, value: i64) {
    // Protobuf writes a negative number as the unsigned one with the same bits.
    message.number_or_zero(field::INTEGER, u64::from_ne_bytes(value.to_ne_bytes()));
}

fn float(message: &mut Message, value: f64) {
    message.fixed_64_or_zero(field::FLOAT, value.to_bits());
}

fn text(message: &mut Message, value: &str) {
    message.bytes_or_none(field::TEXT, value.as_bytes());
}

#[cfg(test)]
mod tests;
