//! Copied from a blog.

use opentelemetry::trace::TracerProvider as _;
use opentelemetry::{global, KeyValue};
use opentelemetry_otlp::WithExportConfig as _;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::{runtime, trace as sdktrace, Resource};
use tracing_subscriber::prelude::*;

fn tracer(service: &'static str) -> sdktrace::Tracer {
    global::set_text_map_propagator(TraceContextPropagator::new());
    let exporter = opentelemetry_otlp::SpanExporter::builder()
        .with_tonic()
        .with_endpoint(
            "http://tempo.monitoring:4317", //~ literal-endpoint
        )
        .build()
        .expect("an exporter");
    let provider = sdktrace::TracerProvider::builder() //~* no-flush
        .with_batch_exporter(exporter, runtime::Tokio)
        .with_sampler(sdktrace::Sampler::AlwaysOn) //~ sampler-not-parent-based
        .with_resource(Resource::new([KeyValue::new("service.name", service)]))
        .build();
    global::set_tracer_provider(provider.clone()); //~* no-flush
    provider.tracer(service)
}

pub fn init_tracing(service: &'static str) {
    let level = std::env::var("RUST_LOG").unwrap_or_else(|_| "info".into());
    tracing_subscriber::registry()
        .with(tracing_subscriber::EnvFilter::new(level)) //~ one-filter-for-all
        .with(tracing_subscriber::fmt::layer().json().flatten_event(true))
        .with(tracing_opentelemetry::OpenTelemetryLayer::new(tracer(service)))
        .init();
}
