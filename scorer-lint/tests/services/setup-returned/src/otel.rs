//! Both providers.

use opentelemetry::global;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider};
use tracing_subscriber::filter::{EnvFilter, LevelFilter};
use tracing_subscriber::prelude::*;

pub struct Handles {
    traces: SdkTracerProvider,
}

impl Handles {
    pub async fn close(self) {
        let closing = tokio::task::spawn_blocking(move || self.traces.shutdown());
        match closing.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => eprintln!("spans are lost: {error}"), //~? print-macro
            Err(error) => eprintln!("closing failed: {error}"), //~? print-macro
        }
    }
}

pub fn init() -> anyhow::Result<Handles> {
    let exporter = opentelemetry_otlp::SpanExporter::builder().with_tonic().build()?;
    let traces = SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        .with_sampler(Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(0.3))))
        .build();
    global::set_tracer_provider(traces.clone());
    tracing_subscriber::registry()
        .with(tracing_subscriber::fmt::layer().with_filter(EnvFilter::from_default_env()))
        .with(tracing_opentelemetry::layer().with_tracer(traces.tracer("x")).with_filter(LevelFilter::INFO))
        .try_init()?;
    Ok(Handles { traces })
}
