//! The agent of old.

use opentelemetry::global;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::{config, Sampler};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

pub fn init() -> Result<(), Box<dyn std::error::Error>> {
    global::set_text_map_propagator(TraceContextPropagator::new());
    let tracer = opentelemetry_jaeger::new_agent_pipeline()
        .with_service_name("legacy-telemetry")
        .with_endpoint("localhost:6831") //~ literal-endpoint
        .with_trace_config(config().with_sampler(Sampler::AlwaysOn)) //~ sampler-not-parent-based
        .install_simple()?; //~ simple-exporter
    tracing_subscriber::registry()
        .with(tracing_subscriber::EnvFilter::new("info,legacy_telemetry=debug")) //~ one-filter-for-all
        .with(tracing_subscriber::fmt::layer())
        .with(tracing_opentelemetry::layer().with_tracer(tracer))
        .init();
    Ok(())
}
