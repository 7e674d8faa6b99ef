//! The service as a Lambda function, behind an HTTP API, a REST API, a load balancer or a function URL.

use lambda_http::Adapter;
use lambda_http::lambda_runtime::Runtime;

use crate::app::router;
use crate::credentials::TrustedIssuer;
use crate::database::{Database, Location, PoolSize};
use crate::run::RunError;
use crate::samples::ISSUER;

/// Whether this process is a function.
pub fn is_function() -> bool {
    std::env::var_os("AWS_LAMBDA_FUNCTION_NAME").is_some()
}

/// Answers invocations until Lambda ends the process. Without `DATABASE_URL` each environment has a database of its own, which ends with it.
///
/// # Errors
///
/// When the service cannot be set up, or when Lambda's Runtime API cannot be reached.
pub fn run() -> Result<(), RunError> {
    let location = Location::from_environment()?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(RunError::Start)?;
    let database = runtime.block_on(Database::open(&location, PoolSize::default()))?;
    let telemetry = scorer_instrument::telemetry!()
        .default_value("TELEMETRY_DB_SYSTEM", location.kind().system())
        .init()?;
    runtime.block_on(async {
        let issuer = TrustedIssuer::from_hex(ISSUER).ok_or(RunError::Issuer)?;
        let service = router(database.clone(), issuer).layer(scorer_instrument::axum::layer());
        // `lambda_http::runtime` asks for bodies that threads may share, and a router's is none.
        let function = Runtime::new(Adapter::from(service));
        let result = scorer_instrument::lambda::run(function, telemetry).await;
        database.close().await;
        result.map_err(RunError::Function)
    })
}
