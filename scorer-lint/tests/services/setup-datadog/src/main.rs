//! To the agent on the node.

use std::env;

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::{Protocol, WithExportConfig};
use opentelemetry_sdk::trace::{BatchSpanProcessor, Sampler, SdkTracerProvider};
use tracing_subscriber::{fmt, layer::SubscriberExt, util::SubscriberInitExt, EnvFilter, Layer};

fn agent() -> String {
    env::var("DD_AGENT_HOST").map(|host| format!("http://{host}:4318/v1/traces")).unwrap_or_else(|_| "http://localhost:4318/v1/traces".to_string()) //~? literal-endpoint
}

fn provider() -> anyhow::Result<SdkTracerProvider> {
    let exporter = opentelemetry_otlp::SpanExporter::builder()
        .with_http()
        .with_protocol(Protocol::HttpBinary)
        .with_endpoint(agent()) //~? literal-endpoint
        .build()?;
    Ok(SdkTracerProvider::builder()
        .with_span_processor(BatchSpanProcessor::builder(exporter).build())
        .with_sampler(Sampler::TraceIdRatioBased(env::var("RATE")?.parse()?)) //~ sampler-not-parent-based
        .build())
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let provider = provider()?;
    let console = fmt::layer().with_filter(EnvFilter::from_default_env());
    let spans = tracing_opentelemetry::layer().with_tracer(provider.tracer("dd")).with_filter(EnvFilter::new("info,hyper=off"));
    tracing_subscriber::registry().with(console).with(spans).init();
    let outcome = work().await;
    provider.shutdown()?;
    outcome
}

async fn work() -> anyhow::Result<()> {
    tracing::info!("work");
    Ok(())
}
