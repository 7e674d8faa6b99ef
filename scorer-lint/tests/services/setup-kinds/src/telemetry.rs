//! A provider in a static.

use std::sync::OnceLock;

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::{SpanExporter, WithExportConfig};
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider, SimpleSpanProcessor};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::{fmt, EnvFilter, Registry};

static PROVIDER: OnceLock<SdkTracerProvider> = OnceLock::new(); //~? no-flush

pub fn init() -> anyhow::Result<()> {
    let endpoint = "http://jaeger:4317";
    let exporter = SpanExporter::builder().with_tonic().with_endpoint(endpoint).build()?; //~ literal-endpoint
    let second = SpanExporter::builder().with_tonic().build()?;
    let sampler = Sampler::TraceIdRatioBased(0.5); //~* sampler-not-parent-based
    let provider = SdkTracerProvider::builder() //~* no-flush
        .with_batch_exporter(exporter)
        .with_span_processor(SimpleSpanProcessor::new(second)) //~ simple-exporter
        .with_sampler(sampler) //~* sampler-not-parent-based
        .build();
    let tracer = provider.tracer("kinds");
    PROVIDER.set(provider).ok(); //~* no-flush
    let env_filter = EnvFilter::try_from_default_env().or_else(|_| EnvFilter::try_new("info"))?; //~* one-filter-for-all
    let subscriber = Registry::default()
        .with(tracing_opentelemetry::layer().with_tracer(tracer))
        .with(fmt::layer().with_target(true))
        .with(env_filter); //~* one-filter-for-all
    tracing::subscriber::set_global_default(subscriber)?;
    Ok(())
}
