//! OTLP with the pipelines of 0.2x.

use opentelemetry::KeyValue;
use opentelemetry_otlp::WithExportConfig;
use opentelemetry_sdk::trace::{self, RandomIdGenerator, Sampler};
use opentelemetry_sdk::{runtime, Resource};
use tracing_subscriber::prelude::*;
use tracing_subscriber::EnvFilter;

pub fn init(environment: &str) -> Result<(), Box<dyn std::error::Error>> {
    let tracer = opentelemetry_otlp::new_pipeline()
        .tracing()
        .with_exporter(
            opentelemetry_otlp::new_exporter()
                .tonic()
                .with_endpoint("http://otel-collector:4317"), //~ literal-endpoint
        )
        .with_trace_config(
            trace::config()
                .with_sampler(Sampler::TraceIdRatioBased(0.25)) //~ sampler-not-parent-based
                .with_id_generator(RandomIdGenerator::default())
                .with_max_events_per_span(64)
                .with_resource(Resource::new(vec![
                    KeyValue::new("service.name", "legacy-telemetry"),
                    KeyValue::new("deployment.environment", environment.to_owned()),
                ])),
        )
        .install_batch(runtime::Tokio)?;

    let filter = EnvFilter::builder().from_env_lossy(); //~* one-filter-for-all
    let registry = tracing_subscriber::registry()
        .with(filter) //~* one-filter-for-all
        .with(tracing_tree::HierarchicalLayer::new(2))
        .with(tracing_opentelemetry::layer().with_tracer(tracer));
    registry.init();
    Ok(())
}

pub fn for_tests() -> Result<(), Box<dyn std::error::Error>> {
    let tracer = opentelemetry_otlp::new_pipeline()
        .tracing()
        .with_exporter(opentelemetry_otlp::new_exporter().tonic())
        .install_simple()?; //~ simple-exporter
    let layer = tracing_opentelemetry::layer().with_tracer(tracer);
    tracing_subscriber::registry().with(layer).try_init()?;
    Ok(())
}
