//! Out of OTLP into Jaeger's form, as Jaeger itself translates it: `tests/tests/viewer/jaeger.rs` holds both side by side.

use std::sync::Arc;

use opentelemetry_proto::tonic::common::v1::any_value::Value as Otlp;
use opentelemetry_proto::tonic::common::v1::{AnyValue, InstrumentationScope, KeyValue};
use opentelemetry_proto::tonic::resource::v1::Resource;
use opentelemetry_proto::tonic::trace::v1 as otlp;
use opentelemetry_proto::tonic::trace::v1::span::{Event, Link, SpanKind};
use opentelemetry_proto::tonic::trace::v1::status::StatusCode;
use serde_json::{Map, Number, Value as Json};

use crate::model::{Log, Process, Reference, ReferenceType, Span, SpanId, Tag, TraceId, Value};

/// The name of a service whose resource has none, Jaeger's own word for it.
const NAMELESS: &str = "missing-service-name";

/// What is wrong with a span that cannot be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The id of its trace is not 16 bytes, or all zeros.
    TraceId,
    /// Its own id is not 8 bytes, or all zeros.
    SpanId,
}

impl Fault {
    /// What is said to the sender.
    pub fn message(self) -> &'static str {
        match self {
            Self::TraceId => "the id of a span's trace is not 16 bytes, or all of them are zero",
            Self::SpanId => "a span's id is not 8 bytes, or all of them are zero",
        }
    }
}

/// The service that a resource describes.
pub fn process(resource: Option<Resource>) -> Process {
    let attributes = resource.map(|it| it.attributes).unwrap_or_default();
    let mut process = Process {
        service_name: NAMELESS.to_owned(),
        tags: Vec::with_capacity(attributes.len()),
    };
    for attribute in attributes {
        match tag(attribute) {
            Tag { key, value } if key == "service.name" => process.service_name = value.text(),
            other => process.tags.push(other),
        }
    }
    process
}

/// The span, where it has its ids.
///
/// # Errors
///
/// When it has not.
pub fn span(
    span: otlp::Span,
    scope: Option<&InstrumentationScope>,
    process: &Arc<Process>,
) -> Result<Span, Fault> {
    let trace = trace_id(&span.trace_id).ok_or(Fault::TraceId)?;
    let id = span_id(&span.span_id).ok_or(Fault::SpanId)?;
    let parent = span_id(&span.parent_span_id).map(|parent| Reference {
        ref_type: ReferenceType::ChildOf,
        trace,
        span: parent,
    });
    let mut tags = Vec::with_capacity(span.attributes.len() + 4);
    if let Some(scope) = scope {
        tags.extend(said("otel.scope.name", &scope.name));
        tags.extend(said("otel.scope.version", &scope.version));
    }
    let kind = kind(span.kind());
    let status = span.status.unwrap_or_default();
    tags.extend(span.attributes.into_iter().map(tag));
    tags.extend(kind.map(|kind| Tag::text("span.kind", kind)));
    match status.code() {
        StatusCode::Unset => {}
        StatusCode::Ok => tags.push(Tag::text("otel.status_code", "OK")),
        StatusCode::Error => {
            tags.push(Tag::text("otel.status_code", "ERROR"));
            tags.push(Tag {
                key: "error".to_owned(),
                value: Value::Bool(true),
            });
        }
    }
    tags.extend(said("otel.status_description", &status.message));
    tags.extend(said("w3c.tracestate", &span.trace_state));
    let links = span.links.iter().filter_map(reference);
    let mut references: Vec<Reference> = parent.into_iter().chain(links).collect();
    // What is kept is weighed by what it holds.
    references.shrink_to_fit();
    tags.shrink_to_fit();
    Ok(Span {
        trace,
        id,
        operation: span.name,
        references,
        start: span.start_time_unix_nano / 1000,
        // The end of one that ends before it starts is wrong: it takes no time.
        duration: span
            .end_time_unix_nano
            .saturating_sub(span.start_time_unix_nano)
            / 1000,
        tags,
        logs: span.events.into_iter().map(log).collect(),
        process: Arc::clone(process),
    })
}

fn trace_id(bytes: &[u8]) -> Option<TraceId> {
    let id = u128::from_be_bytes(bytes.try_into().ok()?);
    (id != 0).then_some(TraceId(id))
}

fn span_id(bytes: &[u8]) -> Option<SpanId> {
    let id = u64::from_be_bytes(bytes.try_into().ok()?);
    (id != 0).then_some(SpanId(id))
}

fn kind(kind: SpanKind) -> Option<&'static str> {
    match kind {
        SpanKind::Unspecified => None,
        SpanKind::Internal => Some("internal"),
        SpanKind::Server => Some("server"),
        SpanKind::Client => Some("client"),
        SpanKind::Producer => Some("producer"),
        SpanKind::Consumer => Some("consumer"),
    }
}

fn said(key: &str, value: &str) -> Option<Tag> {
    (!value.is_empty()).then(|| Tag::text(key, value))
}

fn reference(link: &Link) -> Option<Reference> {
    Some(Reference {
        ref_type: ReferenceType::FollowsFrom,
        trace: trace_id(&link.trace_id)?,
        span: span_id(&link.span_id)?,
    })
}

fn log(event: Event) -> Log {
    let name = said("event", &event.name);
    Log {
        timestamp: event.time_unix_nano / 1000,
        fields: name
            .into_iter()
            .chain(event.attributes.into_iter().map(tag))
            .collect(),
    }
}

fn tag(attribute: KeyValue) -> Tag {
    let value = match attribute.value.and_then(|it| it.value) {
        None | Some(Otlp::StringValueStrindex(_)) => Value::String(String::new()),
        Some(Otlp::StringValue(value)) => Value::String(value),
        Some(Otlp::BoolValue(value)) => Value::Bool(value),
        Some(Otlp::IntValue(value)) => Value::Int64(value),
        Some(Otlp::DoubleValue(value)) => Value::Float64(value),
        Some(Otlp::BytesValue(value)) => Value::Binary(hex(&value)),
        Some(compound) => Value::String(json(compound).to_string()),
    };
    Tag {
        key: attribute.key,
        value,
    }
}

/// A value as JSON. OTLP's own readers bound how deep it may be.
fn json(value: Otlp) -> Json {
    let inner = |it: AnyValue| it.value.map_or(Json::Null, json);
    match value {
        Otlp::StringValue(value) => value.into(),
        Otlp::BoolValue(value) => value.into(),
        Otlp::IntValue(value) => value.into(),
        Otlp::DoubleValue(value) => {
            Number::from_f64(value).map_or_else(|| value.to_string().into(), Json::Number)
        }
        Otlp::BytesValue(value) => hex(&value).into(),
        Otlp::ArrayValue(list) => list.values.into_iter().map(inner).collect(),
        Otlp::KvlistValue(map) => map
            .values
            .into_iter()
            .map(|it| (it.key, it.value.map_or(Json::Null, inner)))
            .collect::<Map<_, _>>()
            .into(),
        // A place in a table of strings, which profiles alone have; to be read as absent.
        Otlp::StringValueStrindex(_) => Json::Null,
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing into a `String` cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
