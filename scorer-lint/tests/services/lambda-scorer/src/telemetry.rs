//! OTLP to the ADOT extension.

use opentelemetry::global;
use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::WithExportConfig;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, Registry};

pub fn init() -> Result<(), lambda_runtime::Error> {
    let exporter = opentelemetry_otlp::SpanExporter::builder()
        .with_http()
        .with_endpoint("http://127.0.0.1:4318/v1/traces") //~ literal-endpoint
        .build()?;
    let provider = SdkTracerProvider::builder() //~? no-flush
        .with_simple_exporter(exporter) //~ simple-exporter
        .with_sampler(Sampler::AlwaysOn) //~ sampler-not-parent-based
        .build();
    global::set_tracer_provider(provider.clone()); //~? no-flush
    let otel = tracing_opentelemetry::layer().with_tracer(provider.tracer("lambda-scorer"));
    let json = tracing_subscriber::fmt::layer().json().without_time().boxed();
    Registry::default()
        .with(EnvFilter::from_default_env()) //~ one-filter-for-all
        .with(json)
        .with(otel)
        .init();
    Ok(())
}
