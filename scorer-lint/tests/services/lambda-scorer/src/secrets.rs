//! Secrets Manager.

use serde::Deserialize;
use tracing::{debug, error, info};

#[derive(Debug, Deserialize)]
pub struct Secret {
    #[serde(skip)]
    pub name: String,
    pub database_url: String,
    pub signing_key: String,
}

pub async fn load(name: &str) -> Result<Secret, lambda_runtime::Error> {
    let config = aws_config::load_from_env().await;
    let client = aws_sdk_secretsmanager::Client::new(&config);
    let mut attempt = 0;
    let output = loop {
        attempt += 1;
        match client.get_secret_value().secret_id(name).send().await {
            Ok(output) => break output,
            Err(error) if attempt < 3 => {
                error!(attempt, "secrets manager did not answer ({error}), retrying"); //~ log-level
                tokio::time::sleep(std::time::Duration::from_millis(200 * attempt)).await;
            }
            Err(error) => return Err(error.into()),
        }
    };
    let secret_name = output.name().unwrap_or_default();
    let version = output.version_id().unwrap_or_default();
    debug!(secret_name, secret.version = version, "secret fetched");
    let text = output.secret_string().unwrap_or_default();
    debug!("secret value: {text}"); //~ secret-in-message
    debug!(secret_length = text.len(), "secret read");
    let mut secret: Secret = serde_json::from_str(text)?;
    secret.name = secret_name.to_owned();
    info!(secret = ?secret, "secret parsed"); //~ pii-field|debug-of-sensitive
    Ok(secret)
}
