//! Runs, and ends: what is batched at the end is lost.

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider, SimpleSpanProcessor, SpanExporter};
use tracing::{info, warn};
use tracing_subscriber::prelude::*;

fn main() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    let _inside = runtime.enter();
    let exporter = opentelemetry_otlp::SpanExporter::builder().with_tonic().build()?;
    let provider = SdkTracerProvider::builder() //~* no-flush
        .with_batch_exporter(exporter)
        .with_sampler(Sampler::ParentBased(Box::new(Sampler::AlwaysOn)))
        .build();
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("cron")); //~* no-flush
    tracing_subscriber::registry().with(layer).with(tracing_subscriber::fmt::layer()).init();
    runtime.block_on(async {
        info!("cron runs");
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        warn!("cron is done");
    });
    Ok(())
}

/// To watch spans by hand.
pub fn debugging(exporter: impl SpanExporter + 'static) -> SdkTracerProvider {
    let simple = SimpleSpanProcessor::new(exporter); //~* simple-exporter
    SdkTracerProvider::builder().with_span_processor(simple).build() //~* simple-exporter //~? no-flush
}

pub fn debugging_too(exporter: impl SpanExporter + 'static) -> SdkTracerProvider {
    SdkTracerProvider::builder().with_simple_exporter(exporter).build() //~ simple-exporter //~? no-flush
}
