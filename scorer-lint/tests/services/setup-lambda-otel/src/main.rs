//! Shuts down at the end of main, which a Lambda never reaches.

use lambda_http::{run, service_fn, Body, Error, Request, Response};
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider};
use tracing::{info, instrument};
use tracing_subscriber::filter::{EnvFilter, LevelFilter};
use tracing_subscriber::prelude::*;

#[tokio::main]
async fn main() -> Result<(), Error> {
    let exporter = opentelemetry_otlp::SpanExporter::builder().with_http().build()?;
    let provider = SdkTracerProvider::builder() //~* no-flush
        .with_batch_exporter(exporter)
        .with_sampler(Sampler::ParentBased(Box::new(Sampler::AlwaysOff)))
        .build();
    tracing_subscriber::registry()
        .with(tracing_subscriber::fmt::layer().without_time().with_filter(EnvFilter::from_default_env()))
        .with(tracing_opentelemetry::layer().with_tracer(provider.tracer("api")).with_filter(LevelFilter::INFO))
        .init();
    run(service_fn(handler)).await?; //~* no-flush
    provider.shutdown()?; //~* no-flush
    Ok(())
}

#[instrument(skip_all, fields(method = %request.method()))] //~ raw-instrument, error-not-recorded
async fn handler(request: Request) -> Result<Response<Body>, Error> { //~* no-flush
    info!(path = request.uri().path(), "request");
    Ok(Response::new(Body::Empty))
}
