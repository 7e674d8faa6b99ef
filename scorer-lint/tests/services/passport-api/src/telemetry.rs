//! Traces over OTLP, logs as JSON on stdout.

use anyhow::Context;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry::KeyValue;
use opentelemetry_otlp::WithExportConfig;
use opentelemetry_sdk::runtime;
use opentelemetry_sdk::trace::{Sampler, TracerProvider};
use opentelemetry_sdk::Resource;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{fmt, EnvFilter};

use crate::config::Settings;

pub fn init(settings: &Settings) -> anyhow::Result<()> {
    let exporter = opentelemetry_otlp::SpanExporter::builder()
        .with_tonic()
        .with_endpoint("http://localhost:4317") //~ literal-endpoint
        .build()
        .context("the exporter cannot be built")?;

    let resource = Resource::new(vec![
        KeyValue::new("service.name", "passport-api"),
        KeyValue::new("deployment.environment.name", settings.environment.clone()),
    ]);

    let provider = TracerProvider::builder() //~* no-flush
        .with_batch_exporter(exporter, runtime::Tokio)
        .with_sampler(Sampler::TraceIdRatioBased(settings.sampling_ratio)) //~ sampler-not-parent-based
        .with_resource(resource)
        .build();
    let tracer = provider.tracer("passport-api");
    opentelemetry::global::set_tracer_provider(provider);

    tracing_subscriber::registry()
        .with(EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"))) //~ one-filter-for-all
        .with(fmt::layer().json())
        .with(tracing_opentelemetry::layer().with_tracer(tracer))
        .init();
    Ok(())
}
