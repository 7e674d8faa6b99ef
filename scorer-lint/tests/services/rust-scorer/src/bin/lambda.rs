//! Lambda.

use lambda_http::{run, tracing, Error};
use rust_scorer::{api, telemetry};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let provider = telemetry::init_tracing()?;
    let pool = rust_scorer::db::init_pool().await?;
    let app = api::create_router(pool);
    let result = run(app).await; //~? no-flush
    if let Err(e) = provider.shutdown() {
        tracing::error!("Error shutting down tracer provider: {:?}", e);
    }
    result
}
