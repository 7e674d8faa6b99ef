//! Everything in main, as in a tutorial.

use axum::{Router, extract::Path, routing::get};
use opentelemetry::global;
use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::WithExportConfig;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider};
use tracing::{info, instrument, level_filters::LevelFilter};
use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};

#[tokio::main]
async fn main() {
    let exporter = opentelemetry_otlp::SpanExporter::builder()
        .with_tonic()
        .with_endpoint("https://xray.us-west-2.amazonaws.com/v1/traces") //~ literal-endpoint
        .build()
        .unwrap();
    let sampler = if cfg!(debug_assertions) { Sampler::AlwaysOn } else { Sampler::TraceIdRatioBased(0.01) }; //~* sampler-not-parent-based
    let provider = SdkTracerProvider::builder() //~* no-flush
        .with_batch_exporter(exporter)
        .with_sampler(sampler) //~* sampler-not-parent-based
        .build();
    let tracer = provider.tracer("setup-axum");
    global::set_tracer_provider(provider); //~* no-flush

    let env_filter = EnvFilter::builder() //~* one-filter-for-all
        .with_default_directive(LevelFilter::INFO.into())
        .from_env_lossy();
    tracing_subscriber::registry()
        .with(fmt::layer())
        .with(tracing_opentelemetry::layer().with_tracer(tracer))
        .with(env_filter) //~* one-filter-for-all
        .init();

    let app = Router::new().route("/hello/{name}", get(hello)).route("/bye/{name}", get(bye)).route("/", get(root));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await.unwrap();
    info!("listening on {}", listener.local_addr().unwrap());
    axum::serve(listener, app).await.unwrap();
}

#[instrument] //~ raw-instrument
async fn hello(Path(name): Path<String>) -> String { //~? pii-field, credential-not-skipped
    format!("Hello, {name}!")
}

async fn bye(Path(name): Path<String>) -> String { //~? key-function-not-instrumented
    info!("inside bye"); //~ entering-function-log //~? log-level
    format!("Bye, {name}!")
}

async fn root() -> &'static str { //~? key-function-not-instrumented
    "/"
}
