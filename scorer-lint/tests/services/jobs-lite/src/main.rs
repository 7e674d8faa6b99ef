//! One file, one Lambda.

use lambda_runtime::{run, service_fn, Error, LambdaEvent};
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::WithExportConfig;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider};
use serde_json::Value;
use sqlx::PgPool;
use std::time::Instant;
use tracing::{debug, error, info, warn};
use tracing_subscriber::prelude::*;

#[tokio::main]
async fn main() -> Result<(), Error> {
    let exporter = opentelemetry_otlp::SpanExporter::builder()
        .with_http()
        .with_endpoint("http://localhost:4318/v1/traces") //~ literal-endpoint
        .build()?;
    let provider = SdkTracerProvider::builder() //~* no-flush
        .with_batch_exporter(exporter)
        .with_sampler(Sampler::TraceIdRatioBased(0.1)) //~ sampler-not-parent-based
        .build();
    tracing_subscriber::registry()
        .with(tracing_subscriber::EnvFilter::new("info")) //~ one-filter-for-all
        .with(tracing_subscriber::fmt::layer().json())
        .with(tracing_opentelemetry::layer().with_tracer(provider.tracer("jobs-lite")))
        .init();
    let pool = PgPool::connect(&std::env::var("DATABASE_URL")?).await?;
    run(service_fn(|event: LambdaEvent<Value>| handle(event, &pool))).await //~* no-flush
}

#[tracing::instrument(skip(pool))] //~ error-not-recorded
async fn handle(event: LambdaEvent<Value>, pool: &PgPool) -> Result<Value, Error> { //~* no-flush //~ large-arg-not-skipped
    let t = Instant::now();
    println!("event received"); //~ print-macro
    let id = event.payload["id"].as_i64().unwrap_or_default();
    debug!("Inside handle with id {id}"); //~ entering-function-log
    let email = event.payload["email"].as_str().unwrap_or_default();
    info!("job {id} for {email}"); //~ secret-in-message
    let rows = match sqlx::query("SELECT 1 FROM jobs WHERE id = $1").bind(id).fetch_all(pool).await {
        Ok(rows) => rows,
        Err(e) => {
            error!("query failed, using empty result: {e}"); //~ log-level
            Vec::new()
        }
    };
    debug!("SELECT returned {} rows in {:?}", rows.len(), t.elapsed()); //~ timing-log, redundant-db-log
    if rows.is_empty() {
        warn!(job_id = id, "no such job");
    }
    std::thread::sleep(std::time::Duration::from_millis(5)); //~ blocking-in-async
    tokio::spawn(async move { audit(id).await }); //~ detached-spawn
    info!("handle finished in {}ms", t.elapsed().as_millis()); //~ timing-log //~? entering-function-log
    Ok(serde_json::json!({ "rows": rows.len() }))
}

async fn audit(id: i64) {
    tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    info!(job_id = id, "job audited");
}
