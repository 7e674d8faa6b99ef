//! Spans that no field was visited for: made by other libraries through OpenTelemetry's own API.

use std::sync::Arc;
use std::time::SystemTime;

use opentelemetry::metrics::MeterProvider as _;
use opentelemetry::trace::{Event, Link, SpanContext, SpanId, SpanKind, Status};
use opentelemetry::{Array, InstrumentationScope, KeyValue, StringValue, Value};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::metrics::data::{
    AggregatedMetrics, MetricData, ResourceMetrics, ScopeMetrics,
};
use opentelemetry_sdk::metrics::{InMemoryMetricExporter, PeriodicReader, SdkMeterProvider};
use opentelemetry_sdk::trace::{
    InMemorySpanExporterBuilder, SpanData, SpanEvents, SpanExporter as _, SpanLinks,
};
use proptest::prelude::*;
use scorer_instrument::redact::{METRIC, Redactor};
use scorer_instrument_policy::{Class, Policy};

use crate::plant::{self, Planted};
use crate::properties;

fn span(attributes: Vec<KeyValue>) -> SpanData {
    let mut events = SpanEvents::default();
    let mut links = SpanLinks::default();
    events
        .events
        .push(Event::new("e", SystemTime::now(), attributes.clone(), 0));
    links
        .links
        .push(Link::new(SpanContext::NONE, attributes.clone(), 0));
    SpanData {
        span_context: SpanContext::NONE,
        parent_span_id: SpanId::INVALID,
        parent_span_is_remote: false,
        span_kind: SpanKind::Internal,
        name: "s".into(),
        start_time: SystemTime::now(),
        end_time: SystemTime::now(),
        attributes,
        dropped_attributes_count: 0,
        events,
        links,
        status: Status::Unset,
        instrumentation_scope: InstrumentationScope::default(),
    }
}

fn attribute(key: &'static str, value: impl Into<Value>) -> Value {
    Redactor::new(Policy::default()).attribute(key, value.into())
}

#[test]
fn the_type_of_an_attribute_counts() {
    let marker = Value::from("[redacted:credential]");
    assert_eq!(attribute("api_key", "x"), marker);
    assert_eq!(attribute("api_key", 1.5), marker);
    assert_eq!(attribute("api_key", true), true.into());
    assert_eq!(attribute("api_key", 5), 5.into());
    assert_eq!(attribute("otp", 123_456), marker);
    assert_eq!(attribute("score", 1.5), 1.5.into());
    assert_eq!(
        attribute("n", 4_111_111_111_111_111),
        "[redacted:financial]".into()
    );
    let texts = |texts: [&'static str; 2]| {
        Value::Array(Array::String(texts.map(StringValue::from).to_vec()))
    };
    assert_eq!(
        attribute("notes", texts(["a", "b@example.com"])),
        texts(["a", "[redacted:pii]"])
    );
    assert_eq!(attribute("cookies", texts(["a", "b"])), marker);
    assert_eq!(
        attribute("api_key", Value::Array(Array::I64(vec![1]))),
        Value::Array(Array::I64(vec![1]))
    );
}

#[test]
fn a_scope_that_holds_a_secret_loses_it_and_any_other_stays() {
    let redactor = Redactor::new(Policy::default());
    let of = |scope: InstrumentationScope| {
        let mut span = span(Vec::new());
        span.instrumentation_scope = scope;
        redactor.span(&mut span);
        span.instrumentation_scope
    };
    let clean = InstrumentationScope::builder("sqlx")
        .with_version("0.9.0")
        .build();
    assert_eq!(of(clean.clone()), clean);
    let scope = of(
        InstrumentationScope::builder("postgres://app:canary@db/scores")
            .with_version("password=canary")
            .with_schema_url("https://example.com/?api_key=canary")
            .with_attributes([KeyValue::new("api_key", "canary")])
            .build(),
    );
    assert!(!format!("{scope:?}").contains("canary"), "{scope:?}");
    assert!(scope.name().starts_with("postgres://"), "{scope:?}");
}

#[test]
fn a_replaced_attribute_is_counted_once() {
    let redactor = Redactor::new(Policy::default());
    let once = redactor.attribute("api_key", "x".into());
    assert_eq!(redactor.attribute("api_key", once.clone()), once);
    let leaks: Vec<_> = redactor
        .leaks()
        .into_iter()
        .map(|it| (it.field, it.class, it.count))
        .collect();
    assert_eq!(leaks, [("api_key".to_owned(), Class::Credential, 1)]);
    // A value in a key's place is no name to tell.
    redactor.attribute("bob@example.com password", "x".into());
    assert_eq!(redactor.leaks().len(), 1);
}

#[test]
fn the_counts_are_a_metric() {
    let exporter = InMemoryMetricExporter::default();
    let provider = SdkMeterProvider::builder()
        .with_reader(PeriodicReader::builder(exporter.clone()).build())
        .build();
    let redactor = Redactor::new(Policy::default());
    redactor.observe(&provider.meter("test"));
    redactor.attribute("api_key", "x".into());
    redactor.attribute("note", "a@example.com and b@example.com".into());
    let _ = redactor.text("to a@example.com");
    provider.force_flush().expect("memory flushes");

    let mut seen = Vec::new();
    let all = exporter.get_finished_metrics().expect("metrics");
    let scopes = all.iter().flat_map(ResourceMetrics::scope_metrics);
    for metric in scopes.flat_map(ScopeMetrics::metrics) {
        assert_eq!(metric.name(), METRIC);
        let AggregatedMetrics::U64(MetricData::Sum(sum)) = metric.data() else {
            panic!("{metric:?}");
        };
        for point in sum.data_points() {
            let mut by: Vec<_> = point.attributes().map(|it| it.value.to_string()).collect();
            by.sort();
            seen.push((by.join(" "), point.value()));
        }
    }
    seen.sort();
    let expected = [
        ("api_key credential name", 1),
        ("note pii shape", 2),
        ("pii shape", 1),
    ];
    assert_eq!(seen, expected.map(|(by, count)| (by.to_owned(), count)));
}

#[test]
fn a_resource_is_redacted() {
    let resource = Resource::builder_empty()
        .with_schema_url(
            [
                KeyValue::new("service.name", "scorer"),
                KeyValue::new("process.command_line", "scorer --api-key abc"),
                KeyValue::new("db.password", "abc"),
            ],
            "https://opentelemetry.io/schemas/1.30.0",
        )
        .build();
    let redacted = Redactor::new(Policy::default()).resource(&resource);
    let text = |key: &'static str| redacted.get(&key.into()).map(|it| it.to_string());
    assert_eq!(text("service.name").as_deref(), Some("scorer"));
    assert_eq!(
        text("db.password").as_deref(),
        Some("[redacted:credential]")
    );
    let command = text("process.command_line");
    assert_eq!(
        command.as_deref(),
        Some("scorer --api-key [redacted:credential]")
    );
    assert_eq!(redacted.schema_url(), resource.schema_url());
}

#[test]
fn an_exporter_sees_what_is_left() {
    let memory = InMemorySpanExporterBuilder::new().build();
    let exporter = Redactor::new(Policy::default()).exporter(memory.clone());
    let batch = vec![span(vec![KeyValue::new("token", "abc")])];
    ready(exporter.export(batch)).expect("memory takes all");
    let spans = memory.get_finished_spans().expect("spans");
    assert!(!format!("{spans:?}").contains("abc"), "{spans:?}");
    exporter.force_flush().expect("memory flushes");
    exporter.shutdown().expect("memory ends");
}

/// What a future gives that is ready at once.
fn ready<T>(future: impl Future<Output = T>) -> T {
    struct Quiet;
    impl std::task::Wake for Quiet {
        fn wake(self: Arc<Self>) {}
    }
    let waker = Arc::new(Quiet).into();
    let mut context = std::task::Context::from_waker(&waker);
    match std::pin::pin!(future).poll(&mut context) {
        std::task::Poll::Ready(value) => value,
        std::task::Poll::Pending => panic!("memory is always ready"),
    }
}

/// An attribute that must not be exported, and what must not be found of it.
fn secret() -> impl Strategy<Value = (KeyValue, String)> {
    let planted = || prop_oneof![plant::shape(), plant::named()];
    let key =
        || prop::sample::select(&["note", "url.full", "exception.message", "db.query.text"][..]);
    prop_oneof![
        (plant::name(), plant::canary())
            .prop_map(|(name, canary)| (KeyValue::new(name, canary.clone()), canary)),
        (key(), planted())
            .prop_map(|(key, Planted { text, canary })| (KeyValue::new(key, text), canary)),
        planted().prop_map(|Planted { text, canary }| (KeyValue::new(text, "value"), canary)),
        (key(), planted()).prop_map(|(key, Planted { text, canary })| {
            let texts = Array::String(vec!["x".into(), text.into()]);
            (KeyValue::new(key, Value::Array(texts)), canary)
        }),
    ]
}

proptest! {
    #![proptest_config(properties::cases())]

    #[test]
    fn no_canary_is_exported(
        secrets in prop::collection::vec(secret(), 1..6),
        name in plant::shape(),
        status in plant::named(),
    ) {
        let (attributes, mut canaries): (Vec<_>, Vec<_>) = secrets.into_iter().unzip();
        canaries.extend([name.canary, status.canary]);
        let mut span = span(attributes);
        span.name = name.text.clone().into();
        span.events.events[0].name = name.text.into();
        span.status = Status::error(status.text);
        Redactor::new(Policy::default()).span(&mut span);
        let exported = format!("{span:?}");
        for canary in canaries {
            prop_assert!(!exported.contains(&canary), "`{canary}` is in {exported}");
        }
    }
}
