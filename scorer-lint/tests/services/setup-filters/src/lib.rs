//! A library crate for telemetry that services share: the caller shuts down.

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::WithExportConfig;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider, ShouldSample};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::prelude::*;
use tracing_subscriber::{fmt, reload, EnvFilter};

/// How it is configured.
pub struct Options {
    pub endpoint: Option<String>,
    pub ratio: f64,
}

/// Installs both outputs.
pub fn install(options: &Options) -> Result<SdkTracerProvider, Box<dyn std::error::Error>> {
    let mut builder = opentelemetry_otlp::SpanExporter::builder().with_http();
    if let Some(endpoint) = &options.endpoint {
        builder = builder.with_endpoint(endpoint);
    }
    let provider = SdkTracerProvider::builder()
        .with_batch_exporter(builder.build()?)
        .with_sampler(sampler(options.ratio))
        .build();
    let (filter, _handle) = reload::Layer::new(EnvFilter::from_default_env());
    let traces = tracing_opentelemetry::layer()
        .with_tracer(provider.tracer("shared"))
        .with_filter(Targets::new().with_default(tracing::Level::INFO));
    tracing_subscriber::registry().with(fmt::layer().with_filter(filter)).with(traces).try_init()?;
    Ok(provider)
}

fn sampler(ratio: f64) -> impl ShouldSample {
    Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(ratio)))
}

/// For programs without traces.
pub fn logs_only() {
    let filter = EnvFilter::from_default_env().add_directive("hyper=warn".parse().expect("a directive"));
    tracing_subscriber::registry().with(filter).with(fmt::layer()).init();
}

/// As it was: everything behind one filter.
pub fn install_old(provider: &SdkTracerProvider, directives: &str) {
    tracing_subscriber::registry()
        .with(fmt::layer())
        .with(EnvFilter::new(directives)) //~ one-filter-for-all
        .with(tracing_opentelemetry::layer().with_tracer(provider.tracer("old")))
        .init();
}

/// The sampler of the old days.
pub fn old_provider(ratio: f64) -> SdkTracerProvider {
    SdkTracerProvider::builder().with_sampler(Sampler::TraceIdRatioBased(ratio)).build() //~ sampler-not-parent-based
}
