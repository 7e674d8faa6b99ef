//! Settings by the `config` crate.

use std::fmt;
use std::time::Duration;

use derivative::Derivative;
use serde::Deserialize;
use tracing::{debug, info, warn};

#[derive(Derivative, Clone, Deserialize)]
#[derivative(Debug)]
pub struct DatabaseSettings {
    pub host: String,
    pub username: String,
    #[derivative(Debug = "ignore")]
    pub password: String,
}

#[derive(Clone, Deserialize, derive_more::Debug)]
pub struct MailSettings {
    pub relay: String,
    #[debug(skip)]
    pub api_key: String,
}

#[derive(Clone, Deserialize, veil::Redact)]
pub struct SigningSettings {
    pub key_id: String,
    #[redact]
    pub private_key: String,
}

/// Masks what it holds.
#[derive(Clone, Deserialize)]
pub struct Hidden<T>(T);

impl<T> fmt::Debug for Hidden<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[hidden]")
    }
}

#[derive(Clone, Debug, Deserialize)]
pub struct CacheSettings {
    pub url: Hidden<String>,
    pub auth_token: Hidden<String>,
    pub ttl: Duration,
}

#[derive(Clone, Debug, Deserialize)]
pub struct LegacySettings {
    pub url: String,
    pub client_secret: String,
}

#[derive(Clone, Deserialize)]
pub struct Settings {
    pub database: DatabaseSettings,
    pub mail: MailSettings,
    pub signing: SigningSettings,
    pub cache: CacheSettings,
    pub legacy: LegacySettings,
}

pub fn load() -> Result<Settings, config::ConfigError> {
    let profile = std::env::var("PROFILE").unwrap_or_else(|_| "local".into());
    let secrets_file = format!("config/{profile}.secrets");
    info!(profile, secrets_file, "reading settings");
    let settings: Settings = config::Config::builder()
        .add_source(config::File::with_name(&format!("config/{profile}")))
        .add_source(config::File::with_name(&secrets_file).required(false))
        .add_source(config::Environment::with_prefix("MEMBERSHIP").separator("__"))
        .build()?
        .try_deserialize()?;
    debug!(database = ?settings.database, "database");
    debug!(mail = ?settings.mail, "mail");
    debug!(signing = ?settings.signing, "signing");
    debug!(cache = ?settings.cache, "cache");
    debug!(legacy = ?settings.legacy, "legacy"); //~ debug-of-sensitive
    debug!("legacy: {:?}", settings.legacy); //~ debug-of-sensitive|secret-in-message
    debug!(user = %settings.database.username, "database user"); //~? pii-field
    if settings.database.password == "postgres" {
        warn!("the database password is the default one");
    }
    if settings.legacy.client_secret.len() < 16 {
        warn!(secret_length = settings.legacy.client_secret.len(), "client secret is short");
        warn!("client secret {} is short", settings.legacy.client_secret); //~ secret-in-message
    }
    Ok(settings)
}
