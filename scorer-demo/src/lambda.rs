//! The service as a Lambda function, behind an HTTP API, a REST API, a load balancer or a function URL.

use std::io;

use lambda_http::Adapter;
use lambda_http::lambda_runtime::Runtime;

use crate::app::router;
use crate::credentials::TrustedIssuer;
use crate::run::RunError;
use crate::samples::ISSUER;
use crate::store;

/// Whether this process is a function.
pub fn is_function() -> bool {
    std::env::var_os("AWS_LAMBDA_FUNCTION_NAME").is_some()
}

/// Answers invocations until Lambda ends the process. Each environment has a database of its own, which ends with it.
///
/// # Errors
///
/// When the service cannot be set up, or when Lambda's Runtime API cannot be reached.
pub fn run() -> Result<(), RunError> {
    let telemetry = scorer_instrument::telemetry!()
        .default_value("TELEMETRY_DB_SYSTEM", "sqlite")
        .init()?;
    let directory = temporary().map_err(RunError::Start)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(RunError::Start)?;
    runtime.block_on(async {
        let pool = store::open(&directory.path().join("scorer.db")).await?;
        let issuer = TrustedIssuer::from_hex(ISSUER).ok_or(RunError::Issuer)?;
        let service = router(pool.clone(), issuer).layer(scorer_instrument::axum::layer());
        // `lambda_http::runtime` asks for bodies that threads may share, and a router's is none.
        let function = Runtime::new(Adapter::from(service));
        let result = scorer_instrument::lambda::run(function, telemetry).await;
        pool.close().await;
        result.map_err(RunError::Function)
    })
}

fn temporary() -> io::Result<tempfile::TempDir> {
    tempfile::Builder::new().prefix("scorer-demo-").tempdir()
}
