//! Scores behind API Gateway, and a queue of recalculations.

mod events;
mod secrets;
mod score;
mod telemetry;

use std::sync::OnceLock;
use std::time::Instant;

use aws_lambda_events::apigw::{ApiGatewayProxyRequest, ApiGatewayProxyResponse};
use aws_lambda_events::sqs::SqsEvent;
use lambda_runtime::{run, service_fn, Error, LambdaEvent};
use serde_json::Value;
use sqlx::PgPool;
use tracing::{debug, error, info, instrument, warn};

static POOL: OnceLock<PgPool> = OnceLock::new();

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let secret = secrets::load("scorer/database").await?; //~ logged-before-subscriber
    telemetry::init()?; //~? no-flush
    info!("secret {} loaded", secret.name);
    let pool = PgPool::connect(&secret.database_url).await?;
    POOL.set(pool).ok();
    match std::env::var("HANDLER").as_deref() {
        Ok("sqs") => run(service_fn(on_sqs)).await,
        _ => run(service_fn(on_request)).await,
    }
}

#[instrument] //~ error-not-recorded
async fn on_request(event: LambdaEvent<ApiGatewayProxyRequest>) -> Result<ApiGatewayProxyResponse, Error> { //~ large-arg-not-skipped|credential-not-skipped|debug-of-sensitive
    let (request, context) = event.into_parts();
    info!(request_id = %context.request_id, deadline_ms = context.deadline, "invocation");
    debug!("request: {:?}", request); //~ secret-in-message|debug-of-sensitive
    println!("body: {:?}", request.body); //~ print-macro //~? secret-in-message
    let start = Instant::now();
    let address = request.path_parameters.get("address").cloned().unwrap_or_default();
    let pool = POOL.get().ok_or("no pool")?;
    let outcome = score::score(pool, &address).await;
    let duration = start.elapsed();
    info!(duration_ms = duration.as_millis(), "on_request finished"); //~ timing-log //~? entering-function-log
    let body = match outcome {
        Ok(score) => serde_json::to_string(&score)?,
        Err(error) => {
            error!(error = %error, %address, "scoring failed");
            return Err(error.into());
        }
    };
    Ok(ApiGatewayProxyResponse { status_code: 200, body: Some(body.into()), ..Default::default() })
}

#[instrument(skip_all, fields(records = event.payload.records.len()), err)] //~ raw-instrument
async fn on_sqs(event: LambdaEvent<SqsEvent>) -> Result<Value, Error> {
    let pool = POOL.get().ok_or("no pool")?;
    let mut failed = Vec::new();
    for message in event.payload.records {
        let Some(body) = message.body.as_deref() else {
            warn!(message_id = ?message.message_id, "a message without a body");
            continue;
        };
        match serde_json::from_str::<events::Recalculate>(body) {
            Ok(wanted) => {
                if let Err(error) = score::score(pool, &wanted.address).await {
                    warn!(%error, address = %wanted.address, "recalculation failed, the message returns to the queue");
                    failed.push(message.message_id.unwrap_or_default());
                }
            }
            Err(error) => {
                error!(%error, receipt_handle = ?message.receipt_handle, "not a recalculation"); //~? pii-field
                eprintln!("bad message: {body}"); //~ print-macro
            }
        }
    }
    let failures: Vec<Value> = failed.iter().map(|id| serde_json::json!({ "itemIdentifier": id })).collect();
    Ok(serde_json::json!({ "batchItemFailures": failures }))
}
