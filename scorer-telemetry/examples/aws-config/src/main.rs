//! Sends spans to X-Ray with the keys that the AWS SDK finds. Run it with `OTEL_EXPORTER_OTLP_ENDPOINT` set to X-Ray's
//! host.

use std::time::Duration;

use aws_config::BehaviorVersion;
use aws_credential_types::provider::{ProvideCredentials as _, SharedCredentialsProvider};
use scorer_instrument::telemetry::{Credentials, CredentialsError, ProvideCredentials};
use tokio::runtime::{Builder, Runtime};

/// The SDK's chain of providers, on a runtime of its own, because it is called on the exporter's thread, which has
/// none.
struct Sdk {
    runtime: Runtime,
    chain: SharedCredentialsProvider,
}

impl Sdk {
    fn load() -> Result<Self, CredentialsError> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let config = runtime.block_on(aws_config::load_defaults(BehaviorVersion::latest()));
        let chain = config
            .credentials_provider()
            .ok_or("the SDK has no chain")?;
        Ok(Self { runtime, chain })
    }
}

impl ProvideCredentials for Sdk {
    fn provide(&self) -> Result<Credentials, CredentialsError> {
        let keys = self.runtime.block_on(self.chain.provide_credentials())?;
        Ok(keys.into())
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Created before any runtime of the service, because it could not be dropped inside that runtime if the start
    // failed.
    let telemetry = scorer_instrument::telemetry!()
        .with_credentials(Sdk::load().map_err(|error| error.to_string())?)
        .init()?;
    tracing::info_span!("root").in_scope(|| tracing::info!("recorded"));
    telemetry.shutdown(Duration::from_secs(10))?;
    Ok(())
}
