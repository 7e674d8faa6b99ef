//! Every span is in one request or counted, and no request is larger than its limits, by the encoding itself.

use std::time::UNIX_EPOCH;

use opentelemetry::trace::{
    Event, Link, SpanContext, SpanId, SpanKind, Status, TraceFlags, TraceId, TraceState,
};
use opentelemetry::{InstrumentationScope, KeyValue};
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::transform::trace::tonic::group_spans_by_resource_and_scope;
use proptest::prelude::*;

use super::*;

const SMALL: Limits = Limits {
    spans: 7,
    request: 4_000,
    span: 1_000,
    ..LIMITS
};

fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_795_348_800)
}

fn span(number: u64, texts: &[usize], events: &[usize]) -> Box<SpanData> {
    let attribute =
        |place: usize, bytes: usize| KeyValue::new(format!("attribute-{place}"), "x".repeat(bytes));
    let attributes = |sizes: &[usize]| -> Vec<KeyValue> {
        let sizes = sizes.iter().enumerate();
        sizes.map(|(at, bytes)| attribute(at, *bytes)).collect()
    };
    let mut span = SpanData {
        span_context: SpanContext::new(
            TraceId::from(1_u128),
            SpanId::from(number + 1),
            TraceFlags::SAMPLED,
            false,
            TraceState::NONE,
        ),
        parent_span_id: SpanId::INVALID,
        parent_span_is_remote: false,
        span_kind: SpanKind::Internal,
        name: "span".into(),
        start_time: now(),
        end_time: now(),
        attributes: attributes(texts),
        dropped_attributes_count: 0,
        events: opentelemetry_sdk::trace::SpanEvents::default(),
        links: opentelemetry_sdk::trace::SpanLinks::default(),
        status: Status::Unset,
        instrumentation_scope: InstrumentationScope::builder(format!("scope-{}", number % 3))
            .with_version("1")
            .build(),
    };
    for (at, bytes) in events.iter().enumerate() {
        let one = vec![attribute(at, *bytes)];
        span.events.events.push(Event::new("event", now(), one, 0));
    }
    span.links
        .links
        .push(Link::with_context(span.span_context.clone()));
    Box::new(span)
}

fn resource() -> Resource {
    Resource::builder_empty()
        .with_attributes([KeyValue::new("service.name", "scorer")])
        .with_schema_url([], "https://example.com/schema")
        .build()
}

/// The bytes of a request, as the exporter makes it.
fn encoded(request: &[Box<SpanData>]) -> usize {
    let request = request.iter().map(|it| (**it).clone()).collect();
    let resource = ResourceAttributesWithSchema::from(&resource());
    let resource_spans = group_spans_by_resource_and_scope(request, &resource);
    ExportTraceServiceRequest { resource_spans }.encoded_len()
}

fn ids(spans: &[Box<SpanData>]) -> Vec<SpanId> {
    spans.iter().map(|it| it.span_context.span_id()).collect()
}

proptest! {
    #[test]
    fn no_span_is_lost_and_no_request_too_large(
        batch in proptest::collection::vec(
            (
                proptest::collection::vec(0..700_usize, 0..5),
                proptest::collection::vec(0..700_usize, 0..3),
            ),
            0..60,
        ),
    ) {
        let batch: Batch = batch
            .iter()
            .zip(0..)
            .map(|((texts, events), number)| span(number, texts, events))
            .collect();
        let split = split(&batch, resource_bytes(&resource()), now(), SMALL);
        let sent: Vec<SpanId> = split.requests.iter().flat_map(|it| ids(it)).collect();
        prop_assert_eq!(sent, ids(&batch));
        prop_assert_eq!(split.lost(), 0);
        let mut missing = 0;
        for request in split.requests {
            prop_assert!(!request.is_empty() && request.len() <= SMALL.spans);
            for (span, original) in request.iter().map(|it| {
                let id = it.span_context.span_id();
                (it, batch.iter().find(|it| it.span_context.span_id() == id))
            }) {
                let original = original.expect("a span of the batch");
                let counted = span.dropped_attributes_count + span.events.dropped_count + span.links.dropped_count;
                missing += counted as usize;
                let parts = |it: &SpanData| it.attributes.len() + it.events.events.len() + it.links.links.len();
                prop_assert_eq!(parts(span) + counted as usize, parts(original));
                prop_assert!(encoded(std::slice::from_ref(span)) <= SMALL.span + resource_bytes(&resource()));
            }
            prop_assert!(encoded(&request) <= SMALL.request);
        }
        prop_assert_eq!(missing, split.cut);
    }
}

#[test]
fn what_is_largest_goes_and_the_rest_stays() {
    let batch = vec![span(0, &[10, 900, 20], &[30, 600])];
    let split = split(&batch, 0, now(), SMALL);
    assert_eq!((split.cut, split.lost()), (1, 0));
    let span = &split.requests[0][0];
    let keys: Vec<&str> = span.attributes.iter().map(|it| it.key.as_str()).collect();
    assert_eq!(keys, ["attribute-0", "attribute-2"]);
    assert_eq!(span.dropped_attributes_count, 1);
    assert_eq!(span.events.events.len(), 2);
}

#[test]
fn a_span_that_nothing_makes_smaller_is_counted() {
    let mut large = span(0, &[], &[]);
    large.name = "x".repeat(2_000).into();
    let split = split(&[large, span(1, &[], &[])], 0, now(), SMALL);
    assert_eq!((split.too_large, split.requests.len()), (1, 1));
    assert!(split.reason().is_some_and(|it| it.contains("1 larger")));
}

#[test]
fn what_x_ray_finds_too_old_or_too_new_is_counted() {
    let minute = Duration::from_secs(60);
    let at = |start: SystemTime| {
        let mut span = span(0, &[], &[]);
        span.start_time = start;
        span.end_time = start;
        span
    };
    let batch = vec![
        at(now() - LIMITS.past - minute),
        at(now() - LIMITS.past + minute),
        at(now() + LIMITS.future - minute),
        at(now() + LIMITS.future + minute),
        at(UNIX_EPOCH),
    ];
    let split = split(&batch, 0, now(), LIMITS);
    assert_eq!((split.too_old, split.too_new), (2, 1));
    assert_eq!(split.requests[0].len(), 2);
    assert_eq!(
        split.reason().as_deref(),
        Some(
            "some spans were not sent, because X-Ray does not accept them: 2 older than 14 days, 1 more than 2 hours ahead"
        )
    );
}

#[test]
fn an_ordinary_batch_is_one_request() {
    let batch: Batch = (0..512)
        .map(|number| span(number, &[100; 8], &[]))
        .collect();
    let split = split(&batch, resource_bytes(&resource()), now(), LIMITS);
    assert_eq!((split.requests.len(), split.cut), (1, 0));
}

#[test]
fn ten_thousand_spans_are_the_most_of_a_request() {
    let batch: Batch = (0..10_001).map(|number| span(number, &[], &[])).collect();
    let split = split(&batch, resource_bytes(&resource()), now(), LIMITS);
    let sizes: Vec<usize> = split.requests.iter().map(Vec::len).collect();
    assert_eq!(sizes, [10_000, 1]);
}
