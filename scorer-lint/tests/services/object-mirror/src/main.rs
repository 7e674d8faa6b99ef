//! Copies objects from one bucket to another, told by Kafka.

mod consume;
mod copy;

use tracing::{error, info};
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> std::process::ExitCode {
    tracing_subscriber::fmt().json().with_env_filter(EnvFilter::from_default_env()).init();
    let config = aws_config::load_defaults(aws_config::BehaviorVersion::latest()).await;
    info!(region = config.region().map(|region| region.as_ref()), has_credentials = config.credentials_provider().is_some(), "AWS configuration");
    let client = aws_sdk_s3::Client::new(&config);
    match consume::run(client).await {
        Ok(count) => {
            info!(count, "no more messages");
            std::process::ExitCode::SUCCESS
        }
        Err(error) => {
            error!(error = %format!("{error:#}"), "mirror stopped");
            std::process::ExitCode::FAILURE
        }
    }
}
