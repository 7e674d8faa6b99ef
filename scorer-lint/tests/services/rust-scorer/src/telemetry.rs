//! Tracing.

use anyhow::Result;
use once_cell::sync::OnceCell;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::WithExportConfig;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider};
use opentelemetry_sdk::Resource;
use tracing::info;
use tracing_subscriber::{fmt, layer::SubscriberExt, util::SubscriberInitExt, EnvFilter};

static FLAME_GUARD: OnceCell<tracing_flame::FlushGuard<std::io::BufWriter<std::fs::File>>> = OnceCell::new(); //~* leftover-dependency //~? no-flush

pub fn init_tracing() -> Result<SdkTracerProvider> {
    let endpoint = std::env::var("OTEL_EXPORTER_OTLP_ENDPOINT").unwrap_or_else(|_| "http://localhost:4318".to_string()); //~? literal-endpoint
    let sampling_ratio = std::env::var("OTEL_SAMPLING_RATIO").ok().and_then(|v| v.parse::<f64>().ok()).unwrap_or(0.01);
    let exporter = opentelemetry_otlp::SpanExporter::builder()
        .with_http()
        .with_endpoint(format!("{endpoint}/v1/traces"))
        .build()?;
    let provider = SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        .with_sampler(if sampling_ratio >= 1.0 { Sampler::AlwaysOn } else { Sampler::TraceIdRatioBased(sampling_ratio) }) //~ sampler-not-parent-based
        .with_resource(Resource::builder().with_service_name("rust-scorer").build())
        .build();
    let env_filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,rust_scorer=debug,sqlx=info")); //~* one-filter-for-all
    let fmt_layer = fmt::layer().json().with_current_span(true).with_span_list(true);
    let otel_layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("rust-scorer"));
    if std::env::var("ENABLE_FLAME").is_ok() {
        let (flame_layer, guard) = tracing_flame::FlameLayer::with_file("./tracing.folded")?; //~* leftover-dependency
        FLAME_GUARD.set(guard).ok();
        tracing_subscriber::registry()
            .with(env_filter) //~* one-filter-for-all
            .with(fmt_layer)
            .with(flame_layer)
            .with(otel_layer)
            .init();
    } else {
        tracing_subscriber::registry()
            .with(env_filter) //~? one-filter-for-all
            .with(fmt_layer)
            .with(otel_layer)
            .init();
    }
    info!("Tracing initialized with endpoint: {}", endpoint);
    Ok(provider)
}
