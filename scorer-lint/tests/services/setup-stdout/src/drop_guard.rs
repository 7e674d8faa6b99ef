//! Flushes when it is dropped.

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider};
use tracing_subscriber::prelude::*;

pub struct OtelGuard {
    provider: SdkTracerProvider,
}

impl Drop for OtelGuard {
    fn drop(&mut self) {
        if let Err(error) = self.provider.shutdown() {
            eprintln!("{error:?}"); //~? print-macro
        }
    }
}

pub fn init() -> Result<OtelGuard, Box<dyn std::error::Error + Send + Sync>> {
    let mut exporter = opentelemetry_otlp::SpanExporter::builder().with_tonic();
    if let Ok(endpoint) = std::env::var("COLLECTOR") {
        use opentelemetry_otlp::WithExportConfig;
        exporter = exporter.with_endpoint(endpoint);
    }
    let provider = SdkTracerProvider::builder()
        .with_batch_exporter(exporter.build()?)
        .with_sampler(Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(0.1))))
        .build();
    let filter = tracing_subscriber::EnvFilter::from_default_env();
    tracing_subscriber::registry()
        .with(tracing_subscriber::fmt::layer().with_filter(filter))
        .with(tracing_opentelemetry::layer().with_tracer(provider.tracer("worker")))
        .try_init()?;
    Ok(OtelGuard { provider })
}
