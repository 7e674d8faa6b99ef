//! A span as Jaeger's query API writes it: <https://www.jaegertracing.io/docs/2.13/architecture/apis/>.

use std::sync::Arc;

use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};
use serde_json::Value as Json;

/// The id of a trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TraceId(pub u128);

/// The id of a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SpanId(pub u64);

impl TraceId {
    /// Reads it from hexadecimal digits; Jaeger's pages may leave out zeros at the front.
    pub fn from_hex(text: &str) -> Option<Self> {
        let is_hex = text.bytes().all(|it| it.is_ascii_hexdigit());
        let id = u128::from_str_radix(text, 16).ok()?;
        (is_hex && id != 0).then_some(Self(id))
    }
}

impl Serialize for TraceId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:032x}", self.0))
    }
}

impl Serialize for SpanId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:016x}", self.0))
    }
}

/// The value of a tag.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text, and lists and maps as JSON.
    String(String),
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int64(i64),
    /// Any other number.
    Float64(f64),
    /// Bytes, as hexadecimal digits.
    Binary(String),
}

/// The largest number up to which a page's script knows every whole one.
const SAFE_INTEGER: u64 = (1 << 53) - 1;

impl Value {
    /// The value as the search field of the page writes it.
    pub fn text(&self) -> String {
        match self {
            Self::String(text) | Self::Binary(text) => text.clone(),
            Self::Bool(value) => value.to_string(),
            Self::Int64(value) => value.to_string(),
            Self::Float64(value) => value.to_string(),
        }
    }

    fn heap(&self) -> usize {
        match self {
            Self::String(text) | Self::Binary(text) => heap(text),
            Self::Bool(_) | Self::Int64(_) | Self::Float64(_) => 0,
        }
    }
}

/// A name and its value: of a span, of an event, of a process.
#[derive(Debug, Clone, PartialEq)]
pub struct Tag {
    /// Its name.
    pub key: String,
    /// Its value.
    pub value: Value,
}

impl Tag {
    /// A tag of text.
    pub fn text(key: &str, value: &str) -> Self {
        Self {
            key: key.to_owned(),
            value: Value::String(value.to_owned()),
        }
    }

    fn weight(&self) -> usize {
        size_of::<Self>() + heap(&self.key) + self.value.heap()
    }
}

impl Serialize for Tag {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (kind, value) = match &self.value {
            Value::String(value) => ("string", value.as_str().into()),
            Value::Bool(value) => ("bool", Json::Bool(*value)),
            // As text where the page's script would round it.
            Value::Int64(value) if value.unsigned_abs() > SAFE_INTEGER => {
                ("int64", value.to_string().into())
            }
            Value::Int64(value) => ("int64", (*value).into()),
            // As text where it is infinite or no number at all, for which JSON has no form.
            Value::Float64(value) if !value.is_finite() => ("float64", value.to_string().into()),
            Value::Float64(value) => ("float64", (*value).into()),
            Value::Binary(value) => ("binary", value.as_str().into()),
        };
        let mut tag = serializer.serialize_struct("Tag", 3)?;
        tag.serialize_field("key", &self.key)?;
        tag.serialize_field("type", kind)?;
        tag.serialize_field::<Json>("value", &value)?;
        tag.end()
    }
}

/// What happened at a time: an event of OpenTelemetry.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Log {
    /// When, in microseconds since 1970.
    pub timestamp: u64,
    /// Its name, under `event`, and its attributes.
    pub fields: Vec<Tag>,
}

/// How a span stands to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum ReferenceType {
    /// It is a part of it.
    #[serde(rename = "CHILD_OF")]
    ChildOf,
    /// It is linked to it.
    #[serde(rename = "FOLLOWS_FROM")]
    FollowsFrom,
}

/// Another span that a span is part of, or linked to.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reference {
    /// Which of both.
    pub ref_type: ReferenceType,
    /// The other's trace.
    #[serde(rename = "traceID")]
    pub trace: TraceId,
    /// The other's id.
    #[serde(rename = "spanID")]
    pub span: SpanId,
}

/// The service that a span is of.
#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Process {
    /// Its name.
    pub service_name: String,
    /// What else its resource says.
    pub tags: Vec<Tag>,
}

impl Process {
    /// About how many bytes it takes.
    pub fn weight(&self) -> usize {
        size_of::<Self>() + heap(&self.service_name) + weight_of(&self.tags)
    }
}

/// A span.
#[derive(Debug)]
pub struct Span {
    /// Its trace.
    pub trace: TraceId,
    /// Its id.
    pub id: SpanId,
    /// Its name.
    pub operation: String,
    /// Its parent, then its links.
    pub references: Vec<Reference>,
    /// When it began, in microseconds since 1970.
    pub start: u64,
    /// How many microseconds it took.
    pub duration: u64,
    /// Its attributes; kind and status too.
    pub tags: Vec<Tag>,
    /// Its events.
    pub logs: Vec<Log>,
    /// Its service.
    pub process: Arc<Process>,
}

impl Span {
    /// The span that it is part of.
    pub fn parent(&self) -> Option<SpanId> {
        let mut references = self.references.iter();
        references
            .find(|it| it.ref_type == ReferenceType::ChildOf && it.trace == self.trace)
            .map(|it| it.span)
    }

    /// The text of a tag, where it has one of that name.
    pub fn tag(&self, key: &str) -> Option<String> {
        let mut tags = self.tags.iter();
        tags.find(|it| it.key == key).map(|it| it.value.text())
    }

    /// When it ended.
    pub fn end(&self) -> u64 {
        self.start.saturating_add(self.duration)
    }

    /// About how many bytes it takes, its process aside.
    pub fn weight(&self) -> usize {
        let logs = self.logs.iter();
        let logs: usize = logs
            .map(|it| size_of::<Log>() + weight_of(&it.fields))
            .sum();
        // What the maps need for it comes on top.
        2 * size_of::<(SpanId, Arc<Self>)>()
            + size_of::<Self>()
            + heap(&self.operation)
            + self.references.len() * size_of::<Reference>()
            + weight_of(&self.tags)
            + logs
    }
}

/// About what an allocation takes beside its bytes, with the gaps between them.
const ALLOCATION: usize = 24;

fn heap(text: &str) -> usize {
    text.len() + ALLOCATION
}

fn weight_of(tags: &[Tag]) -> usize {
    ALLOCATION + tags.iter().map(Tag::weight).sum::<usize>()
}
