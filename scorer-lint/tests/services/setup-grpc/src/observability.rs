//! Traces and metrics.

use std::time::Duration;

use opentelemetry::trace::TracerProvider as _;
use opentelemetry::{global, KeyValue};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig};
use opentelemetry_sdk::metrics::SdkMeterProvider;
use opentelemetry_sdk::trace::{BatchConfigBuilder, BatchSpanProcessor, Sampler, SdkTracerProvider, SimpleSpanProcessor};
use opentelemetry_sdk::Resource;
use tracing_subscriber::{fmt, prelude::*, EnvFilter};

const COLLECTOR: &str = "http://collector.observability.svc:4317";

pub struct Observability {
    tracer_provider: SdkTracerProvider,
    meter_provider: SdkMeterProvider,
}

impl Observability {
    pub fn start() -> Result<Self, Box<dyn std::error::Error>> {
        let resource = Resource::builder()
            .with_attributes([KeyValue::new("service.name", "setup-grpc")])
            .build();
        let tracer_provider = Self::tracer_provider(resource.clone())?;
        let meter_provider = SdkMeterProvider::builder().with_resource(resource).build();
        global::set_tracer_provider(tracer_provider.clone());
        global::set_meter_provider(meter_provider.clone());

        let filter = EnvFilter::try_from_default_env()
            .unwrap_or_else(|_| EnvFilter::new("info"))
            .add_directive("h2=off".parse()?);
        let otel = tracing_opentelemetry::layer()
            .with_tracer(tracer_provider.tracer("setup-grpc"))
            .with_filter(tracing_subscriber::filter::LevelFilter::INFO);
        tracing_subscriber::registry()
            .with(fmt::layer().compact().with_filter(filter))
            .with(otel)
            .try_init()?;
        Ok(Self { tracer_provider, meter_provider })
    }

    fn tracer_provider(resource: Resource) -> Result<SdkTracerProvider, Box<dyn std::error::Error>> {
        let exporter = SpanExporter::builder()
            .with_tonic()
            .with_endpoint(COLLECTOR) //~ literal-endpoint
            .with_timeout(Duration::from_secs(3))
            .build()?;
        let processor = BatchSpanProcessor::builder(exporter)
            .with_batch_config(BatchConfigBuilder::default().with_max_queue_size(4096).build())
            .build();
        let mut builder = SdkTracerProvider::builder()
            .with_span_processor(processor)
            .with_resource(resource)
            .with_sampler(Sampler::ParentBased(Box::new(Sampler::AlwaysOn)));
        if std::env::var_os("SPANS_TO_STDOUT").is_some() {
            builder = builder.with_span_processor(SimpleSpanProcessor::new(opentelemetry_stdout::SpanExporter::default())); //~? simple-exporter
        }
        Ok(builder.build())
    }

    #[allow(dead_code)]
    fn http(endpoint: &str) -> Result<SpanExporter, Box<dyn std::error::Error>> {
        Ok(SpanExporter::builder()
            .with_http()
            .with_endpoint(format!("{}/v1/traces", endpoint.trim_end_matches('/')))
            .with_protocol(Protocol::HttpBinary)
            .build()?)
    }

    pub fn stop(self) {
        let _ = self.tracer_provider.force_flush();
        if let Err(error) = self.tracer_provider.shutdown() {
            eprintln!("tracer provider: {error}"); //~? print-macro
        }
        let _ = self.meter_provider.shutdown();
    }
}
