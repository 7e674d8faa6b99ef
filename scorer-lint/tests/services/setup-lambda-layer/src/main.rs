//! The runtime's own layer flushes behind each invocation.

use lambda_runtime::layers::{OpenTelemetryFaasTrigger, OpenTelemetryLayer};
use lambda_runtime::{service_fn, Error, LambdaEvent, Runtime};
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::trace::SdkTracerProvider;
use scorer_instrument::scorer_span;
use serde_json::Value;
use tracing_subscriber::filter::{EnvFilter, LevelFilter};
use tracing_subscriber::prelude::*;

#[tokio::main]
async fn main() -> Result<(), Error> {
    let exporter = opentelemetry_otlp::SpanExporter::builder().with_http().build()?;
    let provider = SdkTracerProvider::builder().with_batch_exporter(exporter).build();
    tracing_subscriber::registry()
        .with(tracing_subscriber::fmt::layer().json().with_filter(EnvFilter::from_default_env()))
        .with(tracing_opentelemetry::layer().with_tracer(provider.tracer("faas")).with_filter(LevelFilter::INFO))
        .init();
    let flush = OpenTelemetryLayer::new(move || {
        if let Err(error) = provider.force_flush() {
            tracing::warn!(%error, "spans were not flushed");
        }
    })
    .with_trigger(OpenTelemetryFaasTrigger::Http);
    Runtime::new(service_fn(handle)).layer(flush).run().await
}

#[scorer_span(skip_all, fields(request_id = %event.context.request_id), err)]
async fn handle(event: LambdaEvent<Value>) -> Result<Value, Error> {
    Ok(event.payload)
}
