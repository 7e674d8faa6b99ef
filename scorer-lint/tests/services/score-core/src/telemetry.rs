//! One subscriber, two outputs, a filter for each.

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::prelude::*;
use tracing_subscriber::{EnvFilter, fmt};

use crate::settings::Settings;

#[must_use = "spans are lost unless it is shut down"]
pub struct Telemetry {
    provider: SdkTracerProvider,
}

impl Telemetry {
    pub fn shutdown(self) {
        if let Err(error) = self.provider.shutdown() {
            tracing::warn!(%error, "spans may be lost");
        }
    }
}

pub fn init(settings: &Settings) -> Result<Telemetry, Box<dyn std::error::Error + Send + Sync>> {
    let ratio = match std::env::var("OTEL_SAMPLING_RATIO") {
        Ok(text) => text.parse()?,
        Err(_) => 1.0,
    };
    // The endpoint comes from OTEL_EXPORTER_OTLP_ENDPOINT.
    let exporter = opentelemetry_otlp::SpanExporter::builder().with_http().build()?;
    let provider = SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        .with_sampler(Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(ratio))))
        .with_resource(
            Resource::builder()
                .with_service_name("score-core")
                .with_attribute(opentelemetry::KeyValue::new("deployment.environment.name", settings.environment.clone()))
                .build(),
        )
        .build();

    let logs = fmt::layer().json().with_filter(EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into()));
    let traces = tracing_opentelemetry::layer()
        .with_tracer(provider.tracer("score-core"))
        .with_filter(Targets::new().with_target("score_core", LevelFilter::TRACE).with_default(LevelFilter::INFO));
    tracing_subscriber::registry().with(logs).with(traces).try_init()?;
    Ok(Telemetry { provider })
}
