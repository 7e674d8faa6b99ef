//! Flushes behind every invocation.

use lambda_runtime::{service_fn, Error, LambdaEvent};
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider};
use scorer_instrument::scorer_span;
use serde_json::{json, Value};
use tracing::{info, warn};
use tracing_subscriber::filter::{EnvFilter, LevelFilter};
use tracing_subscriber::prelude::*;

#[tokio::main]
async fn main() -> Result<(), Error> {
    let exporter = opentelemetry_otlp::SpanExporter::builder().with_http().build()?;
    let root = Sampler::TraceIdRatioBased(0.05);
    let provider = SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        .with_sampler(Sampler::ParentBased(Box::new(root)))
        .build();
    tracing_subscriber::registry()
        .with(tracing_subscriber::fmt::layer().json().with_filter(EnvFilter::from_default_env()))
        .with(
            tracing_opentelemetry::layer()
                .with_tracer(provider.tracer("lambda"))
                .with_filter(LevelFilter::DEBUG),
        )
        .init();

    let handler = |event: LambdaEvent<Value>| {
        let provider = provider.clone();
        async move {
            let answer = handle(event).await;
            if let Err(error) = provider.force_flush() {
                warn!(%error, "spans were not flushed");
            }
            answer
        }
    };
    lambda_runtime::run(service_fn(handler)).await
}

#[scorer_span(skip_all, fields(request_id = %event.context.request_id), err)]
async fn handle(event: LambdaEvent<Value>) -> Result<Value, Error> {
    info!(cold = event.context.xray_trace_id.is_none(), "handled");
    Ok(json!({ "ok": true }))
}
