//! Old API, done right but for the sampler.

use opentelemetry::sdk::trace::{self, Sampler};
use opentelemetry::sdk::Resource;
use opentelemetry::{global, KeyValue};
use opentelemetry_otlp::WithExportConfig;
use tracing_subscriber::{fmt, prelude::*, EnvFilter};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let endpoint = std::env::var("OTEL_EXPORTER_OTLP_ENDPOINT")?;
    let tracer = opentelemetry_otlp::new_pipeline()
        .tracing()
        .with_exporter(opentelemetry_otlp::new_exporter().tonic().with_endpoint(endpoint))
        .with_trace_config(
            trace::config()
                .with_sampler(Sampler::AlwaysOn) //~ sampler-not-parent-based
                .with_resource(Resource::new(vec![KeyValue::new("service.name", "old")])),
        )
        .install_batch(opentelemetry::runtime::Tokio)?;
    let filter = EnvFilter::from_default_env();
    tracing_subscriber::registry()
        .with(fmt::layer().with_filter(filter))
        .with(tracing_opentelemetry::layer().with_tracer(tracer))
        .init();
    tracing::info!("up");
    tokio::signal::ctrl_c().await?; //~? no-flush
    global::shutdown_tracer_provider();
    Ok(())
}
