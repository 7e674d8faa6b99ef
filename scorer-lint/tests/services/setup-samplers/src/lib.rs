//! Samplers of all kinds; callers flush.

use std::env;

use opentelemetry_sdk::trace::{self as sdk, Sampler, SdkTracerProvider, ShouldSample};

const ENDPOINT: &str = "http://collector:4318/v1/traces";

pub fn by_name(name: &str, ratio: f64) -> Sampler {
    match name {
        "always_on" => Sampler::AlwaysOn, //~? sampler-not-parent-based
        "always_off" => Sampler::AlwaysOff, //~? sampler-not-parent-based
        "traceidratio" => Sampler::TraceIdRatioBased(ratio), //~? sampler-not-parent-based
        "parentbased_traceidratio" => Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(ratio))),
        _ => Sampler::ParentBased(Box::new(Sampler::AlwaysOn)),
    }
}

pub fn by_name_provider() -> SdkTracerProvider {
    let name = env::var("OTEL_TRACES_SAMPLER").unwrap_or_default();
    SdkTracerProvider::builder().with_sampler(by_name(&name, 0.1)).build() //~? sampler-not-parent-based
}

pub fn always() -> SdkTracerProvider {
    SdkTracerProvider::builder().with_sampler(sdk::Sampler::AlwaysOn).build() //~ sampler-not-parent-based
}

pub fn ratio_in_a_local() -> SdkTracerProvider {
    let sampler = Sampler::TraceIdRatioBased(0.25); //~* sampler-not-parent-based
    let builder = SdkTracerProvider::builder();
    builder.with_sampler(sampler).build() //~* sampler-not-parent-based
}

pub fn ratio_boxed() -> SdkTracerProvider {
    let root = Sampler::TraceIdRatioBased(0.25);
    let sampler = Sampler::ParentBased(Box::new(root));
    SdkTracerProvider::builder().with_sampler(sampler).build()
}

pub fn qualified() -> SdkTracerProvider {
    SdkTracerProvider::builder()
        .with_sampler(opentelemetry_sdk::trace::Sampler::ParentBased(Box::new(
            opentelemetry_sdk::trace::Sampler::TraceIdRatioBased(0.5),
        )))
        .build()
}

pub fn default() -> SdkTracerProvider {
    SdkTracerProvider::builder().build()
}

#[derive(Clone, Debug)]
pub struct KeepErrors(Sampler);

impl KeepErrors {
    pub fn new(ratio: f64) -> Self {
        Self(Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(ratio))))
    }
}

pub fn own<S: ShouldSample + 'static>(sampler: S) -> SdkTracerProvider {
    SdkTracerProvider::builder().with_sampler(sampler).build()
}

pub fn endpoints(configured: Option<&str>) -> anyhow::Result<Vec<opentelemetry_otlp::SpanExporter>> {
    use opentelemetry_otlp::{SpanExporter, WithExportConfig};
    Ok(vec![
        SpanExporter::builder().with_http().with_endpoint(ENDPOINT).build()?, //~ literal-endpoint
        SpanExporter::builder().with_http().with_endpoint("http://127.0.0.1:4318").build()?, //~ literal-endpoint
        SpanExporter::builder().with_http().with_endpoint(String::from("http://127.0.0.1:4318")).build()?, //~ literal-endpoint
        SpanExporter::builder().with_http().with_endpoint(env::var("COLLECTOR")?).build()?,
        SpanExporter::builder().with_http().with_endpoint(configured.unwrap_or("http://localhost:4318")).build()?, //~? literal-endpoint
        SpanExporter::builder().with_http().with_endpoint(format!("{}/v1/traces", env::var("COLLECTOR")?)).build()?,
    ])
}

/// A client of another kind.
pub struct Api {
    endpoint: String,
}

impl Api {
    pub fn with_endpoint(mut self, endpoint: &str) -> Self {
        self.endpoint = endpoint.to_owned();
        self
    }
}

pub fn api() -> Api {
    Api { endpoint: String::new() }.with_endpoint("https://api.example/v1") //~? literal-endpoint
}
