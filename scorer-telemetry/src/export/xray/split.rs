//! Keeps to X-Ray's limits: a batch becomes as many requests as needed, and a span that is too large loses its largest
//! parts.

use std::time::{Duration, SystemTime};

use opentelemetry::KeyValue;
use opentelemetry_proto::tonic::common::v1::KeyValue as Encoded;
use opentelemetry_proto::tonic::resource::v1::Resource as EncodedResource;
use opentelemetry_proto::tonic::trace::v1::ResourceSpans;
use opentelemetry_proto::transform::common::tonic::{Attributes, ResourceAttributesWithSchema};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SpanData;
use prost::Message as _;

use crate::export::sink::Batch;

/// X-Ray's limits: spans and bytes per request before compression, bytes per span, and the age of spans.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub(super) spans: usize,
    pub(super) request: usize,
    pub(super) span: usize,
    pub(super) past: Duration,
    pub(super) future: Duration,
}

pub(super) const LIMITS: Limits = Limits {
    spans: 10_000,
    request: 5_000_000,
    span: 200_000,
    past: Duration::from_secs(14 * 24 * 60 * 60),
    future: Duration::from_secs(2 * 60 * 60),
};

/// The most bytes in front of a part of a message: one byte for its kind, and its length.
const FRAME: usize = 6;

/// The result of splitting a batch.
#[derive(Debug, Default)]
pub(super) struct Split {
    pub(super) requests: Vec<Batch>,
    /// How many attributes, events and links had to be removed.
    pub(super) cut: usize,
    /// How many spans are too large even without them.
    pub(super) too_large: usize,
    pub(super) too_old: usize,
    pub(super) too_new: usize,
}

impl Split {
    /// How many spans are in no request.
    pub(super) fn lost(&self) -> usize {
        self.too_large + self.too_old + self.too_new
    }

    /// Why they are in no request, if there are any.
    pub(super) fn reason(&self) -> Option<String> {
        let reasons: Vec<String> = [
            (self.too_large, "larger than 200 KB"),
            (self.too_old, "older than 14 days"),
            (self.too_new, "more than 2 hours ahead"),
        ]
        .iter()
        .filter(|(spans, _)| *spans > 0)
        .map(|(spans, why)| format!("{spans} {why}"))
        .collect();
        (!reasons.is_empty()).then(|| {
            let reasons = reasons.join(", ");
            format!("some spans were not sent, because X-Ray does not accept them: {reasons}")
        })
    }
}

/// How many bytes a resource takes in each request.
pub(super) fn resource_bytes(resource: &Resource) -> usize {
    let resource = ResourceAttributesWithSchema::from(resource);
    let schema = resource.schema_url.as_ref().map_or(0, String::len);
    let encoded = EncodedResource {
        attributes: resource.attributes.0,
        ..EncodedResource::default()
    };
    encoded.encoded_len() + schema + 3 * FRAME
}

/// Splits a batch into requests, in order.
pub(super) fn split(
    batch: &[Box<SpanData>],
    resource_bytes: usize,
    now: SystemTime,
    limits: Limits,
) -> Split {
    let mut split = Split::default();
    let mut request = Vec::new();
    let mut bytes = resource_bytes;
    let (oldest, newest) = (now.checked_sub(limits.past), now.checked_add(limits.future));
    for span in batch {
        if oldest.is_some_and(|oldest| span.start_time < oldest) {
            split.too_old += 1;
            continue;
        }
        if newest.is_some_and(|newest| span.start_time.max(span.end_time) > newest) {
            split.too_new += 1;
            continue;
        }
        let mut span = span.clone();
        let mut size = size(&span);
        if size > limits.span {
            split.cut += cut(&mut span, size - limits.span);
            size = self::size(&span);
        }
        if size > limits.span {
            split.too_large += 1;
            continue;
        }
        let full = request.len() >= limits.spans || bytes + size > limits.request;
        if full && !request.is_empty() {
            split.requests.push(std::mem::take(&mut request));
            bytes = resource_bytes;
        }
        bytes += size;
        request.push(span);
    }
    if !request.is_empty() {
        split.requests.push(request);
    }
    split
}

/// The size of a span with its scope in bytes, as if no other span of the request had the same scope.
fn size(span: &SpanData) -> usize {
    let none = ResourceAttributesWithSchema::default();
    ResourceSpans::new(span.clone(), &none).encoded_len() + FRAME
}

/// A part of a span that can be removed.
#[derive(Clone, Copy)]
enum Part {
    Attribute(usize),
    Event(usize),
    Link(usize),
}

/// Removes the largest parts of a span until it is smaller by `excess` bytes. Returns how many were removed. The span
/// counts each of them as dropped.
fn cut(span: &mut SpanData, excess: usize) -> usize {
    let attributes = span.attributes.iter().enumerate();
    let events = span.events.events.iter().enumerate();
    let links = span.links.links.iter().enumerate();
    let mut parts: Vec<(usize, Part)> = attributes
        .map(|(at, it)| (bytes(std::slice::from_ref(it)), Part::Attribute(at)))
        .chain(events.map(|(at, it)| (it.name.len() + bytes(&it.attributes), Part::Event(at))))
        .chain(links.map(|(at, it)| (bytes(&it.attributes), Part::Link(at))))
        .collect();
    parts.sort_by_key(|(size, _)| std::cmp::Reverse(*size));
    let mut freed = 0;
    let mut gone = [Vec::new(), Vec::new(), Vec::new()];
    for (size, part) in parts {
        if freed >= excess {
            break;
        }
        freed += size;
        match part {
            Part::Attribute(at) => gone[0].push(at),
            Part::Event(at) => gone[1].push(at),
            Part::Link(at) => gone[2].push(at),
        }
    }
    let [attributes, events, links] = &mut gone;
    span.dropped_attributes_count += remove(&mut span.attributes, attributes);
    span.events.dropped_count += remove(&mut span.events.events, events);
    span.links.dropped_count += remove(&mut span.links.links, links);
    gone.iter().map(Vec::len).sum()
}

/// The size of attributes in bytes, without their framing. So rather too much is removed than too little.
fn bytes(attributes: &[KeyValue]) -> usize {
    let Attributes(encoded) = Attributes::from(attributes.to_vec());
    encoded.iter().map(Encoded::encoded_len).sum()
}

fn remove<T>(from: &mut Vec<T>, places: &mut [usize]) -> u32 {
    places.sort_unstable();
    let mut at = 0;
    from.retain(|_| {
        at += 1;
        places.binary_search(&(at - 1)).is_err()
    });
    u32::try_from(places.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
