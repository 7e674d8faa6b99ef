//! Flushes by a scope guard, and on panics too.

use std::panic;

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::WithExportConfig;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider};
use tracing::{error, info};
use tracing_subscriber::filter::FilterExt;
use tracing_subscriber::prelude::*;
use tracing_subscriber::{filter, fmt, EnvFilter};

struct Flush(SdkTracerProvider);

impl Drop for Flush {
    fn drop(&mut self) {
        let _ = self.0.force_flush();
        let _ = self.0.shutdown();
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let endpoint = std::env::var("COLLECTOR_URL")?;
    let exporter = opentelemetry_otlp::SpanExporter::builder().with_tonic().with_endpoint(&endpoint).build()?;
    let ratio: f64 = std::env::var("OTEL_TRACES_SAMPLER_ARG")?.parse()?;
    let root = Box::new(Sampler::TraceIdRatioBased(ratio));
    let provider = SdkTracerProvider::builder().with_batch_exporter(exporter).with_sampler(Sampler::ParentBased(root)).build();
    let _flush = Flush(provider.clone());
    let quiet = filter::Targets::new().with_target("h2", filter::LevelFilter::OFF).with_default(filter::LevelFilter::TRACE);
    let logs = fmt::layer().json().with_filter(EnvFilter::from_default_env().and(quiet.clone()));
    let spans = tracing_opentelemetry::layer().with_tracer(provider.tracer("guarded")).with_filter(quiet);
    tracing_subscriber::registry().with(logs).with(spans).init();
    let previous = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        error!(panic = %info, "panicked");
        previous(info);
    }));
    info!(endpoint, ratio, "telemetry stands");
    tokio::signal::ctrl_c().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_kept() {
        let exporter = opentelemetry_sdk::trace::InMemorySpanExporter::default();
        let provider = SdkTracerProvider::builder().with_simple_exporter(exporter).with_sampler(Sampler::AlwaysOn).build();
        let _ = provider.tracer("test");
    }
}
