//! Settings.

use std::env;
use std::fmt;

pub struct Settings {
    pub port: u16,
    pub database_url: String,
    pub api_key_pepper: String,
    pub environment: String,
}

/// Shows what may be seen.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("port", &self.port)
            .field("database_url", &"[redacted]")
            .field("api_key_pepper", &"[redacted]")
            .field("environment", &self.environment)
            .finish()
    }
}

#[derive(Debug)]
pub struct Missing(&'static str);

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is not set", self.0)
    }
}

impl std::error::Error for Missing {}

pub fn load() -> Result<Settings, Missing> {
    let settings = Settings {
        port: env::var("PORT").ok().and_then(|port| port.parse().ok()).unwrap_or(8080),
        database_url: env::var("DATABASE_URL").map_err(|_| Missing("DATABASE_URL"))?,
        api_key_pepper: env::var("API_KEY_PEPPER").map_err(|_| Missing("API_KEY_PEPPER"))?,
        environment: env::var("ENVIRONMENT").unwrap_or_else(|_| "development".to_owned()),
    };
    tracing::debug!(?settings, "settings read");
    tracing::info!("API_KEY_PEPPER is set: {}", !settings.api_key_pepper.is_empty());
    Ok(settings)
}
