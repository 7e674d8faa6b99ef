//! A request is byte for byte the one that OpenTelemetry's own types encode.

use std::time::Duration;

use opentelemetry::trace::{SpanContext, TraceFlags, TraceId, TraceState};
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::transform::common::tonic::ResourceAttributesWithSchema;
use opentelemetry_proto::transform::trace::tonic::group_spans_by_resource_and_scope;
use opentelemetry_sdk::trace::{SpanEvents, SpanLinks};
use proptest::collection::vec;
use proptest::prelude::*;
use prost::Message as _;

use super::*;

fn theirs(resource: &Resource, spans: &[Box<SpanData>]) -> Vec<u8> {
    let spans = spans.iter().map(|it| (**it).clone()).collect();
    let resource = ResourceAttributesWithSchema::from(resource);
    let resource_spans = group_spans_by_resource_and_scope(spans, &resource);
    ExportTraceServiceRequest { resource_spans }.encode_to_vec()
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::I64),
        any::<f64>().prop_map(Value::F64),
        ".{0,200}".prop_map(|it| Value::String(it.into())),
        vec(any::<bool>(), 0..3).prop_map(|it| Value::Array(Array::Bool(it))),
        vec(any::<i64>(), 0..3).prop_map(|it| Value::Array(Array::I64(it))),
        vec(any::<f64>(), 0..3).prop_map(|it| Value::Array(Array::F64(it))),
        vec(".{0,9}", 0..3).prop_map(|it| {
            let texts = it.into_iter().map(Into::into).collect();
            Value::Array(Array::String(texts))
        }),
    ]
}

fn any_attributes() -> impl Strategy<Value = Vec<KeyValue>> {
    vec(
        (".{0,9}", any_value()).prop_map(|(key, value)| KeyValue::new(key, value)),
        0..4,
    )
}

fn any_context() -> impl Strategy<Value = SpanContext> {
    (
        any::<[u8; 16]>(),
        any::<[u8; 8]>(),
        any::<u8>(),
        any::<bool>(),
        "[a-z]{0,5}",
    )
        .prop_map(|(trace, span, flags, is_remote, member)| {
            let state = TraceState::from_key_value((!member.is_empty()).then_some((member, "1")));
            SpanContext::new(
                TraceId::from_bytes(trace),
                SpanId::from_bytes(span),
                TraceFlags::new(flags),
                is_remote,
                state.unwrap_or_default(),
            )
        })
}

fn any_scope() -> impl Strategy<Value = InstrumentationScope> {
    ("[ab]", any::<bool>(), any::<bool>(), any_attributes()).prop_map(
        |(name, has_version, has_schema, attributes)| {
            let scope = InstrumentationScope::builder(name);
            let scope = if has_version {
                scope.with_version("1.0")
            } else {
                scope
            };
            let scope = if has_schema {
                scope
                    .with_schema_url("https://schema")
                    .with_attributes(attributes)
            } else {
                scope
            };
            scope.build()
        },
    )
}

fn any_time() -> impl Strategy<Value = SystemTime> {
    prop_oneof![
        Just(UNIX_EPOCH),
        Just(UNIX_EPOCH - Duration::from_secs(1)),
        (0..u64::MAX / 2).prop_map(|it| UNIX_EPOCH + Duration::from_nanos(it)),
    ]
}

fn any_event() -> impl Strategy<Value = Event> {
    (".{0,9}", any_time(), any_attributes(), any::<u32>())
        .prop_map(|(name, time, attributes, dropped)| Event::new(name, time, attributes, dropped))
}

fn any_link() -> impl Strategy<Value = Link> {
    (any_context(), any_attributes(), any::<u32>())
        .prop_map(|(context, attributes, dropped)| Link::new(context, attributes, dropped))
}

fn any_status() -> impl Strategy<Value = Status> {
    prop_oneof![
        Just(Status::Unset),
        Just(Status::Ok),
        ".{0,150}".prop_map(Status::error),
    ]
}

prop_compose! {
    fn any_span()(
        (span_context, parent, parent_span_is_remote) in (any_context(), any::<u64>(), any::<bool>()),
        kind in 0..5_usize,
        name in ".{0,9}",
        (start_time, end_time) in (any_time(), any_time()),
        (attributes, dropped_attributes_count) in (any_attributes(), 0..3_u32),
        (events, dropped_events) in (vec(any_event(), 0..3), 0..3_u32),
        (links, dropped_links) in (vec(any_link(), 0..3), 0..3_u32),
        status in any_status(),
        instrumentation_scope in any_scope(),
    ) -> Box<SpanData> {
        let kinds = [
            SpanKind::Internal,
            SpanKind::Server,
            SpanKind::Client,
            SpanKind::Producer,
            SpanKind::Consumer,
        ];
        let (mut all_events, mut all_links) = (SpanEvents::default(), SpanLinks::default());
        (all_events.events, all_events.dropped_count) = (events, dropped_events);
        (all_links.links, all_links.dropped_count) = (links, dropped_links);
        Box::new(SpanData {
            span_context,
            // Half of all spans have no parent.
            parent_span_id: SpanId::from(if parent % 2 == 0 { 0 } else { parent }),
            parent_span_is_remote,
            span_kind: kinds[kind].clone(),
            name: name.into(),
            start_time,
            end_time,
            attributes,
            dropped_attributes_count,
            events: all_events,
            links: all_links,
            status,
            instrumentation_scope,
        })
    }
}

proptest! {
    #[test]
    fn a_request_is_the_one_that_opentelemetrys_own_types_encode(
        spans in vec(any_span(), 0..8),
        attributes in any_attributes(),
        has_schema in any::<bool>(),
    ) {
        let resource = Resource::builder_empty();
        let resource = if has_schema {
            resource.with_schema_url(attributes, "https://schema")
        } else {
            resource.with_attributes(attributes)
        }
        .build();
        let ours = request(&Encoded::of(&resource), &spans);
        let theirs = theirs(&resource, &spans);
        // Readable where they differ.
        let read = |bytes: &[u8]| ExportTraceServiceRequest::decode(bytes).expect("a request");
        prop_assert_eq!(read(&ours), read(&theirs));
        prop_assert_eq!(ours, theirs);
    }
}
