//! Settings from the environment.

use std::env;
use std::fs;
use std::path::Path;
use std::str::FromStr;

use anyhow::Context;
use serde::Deserialize;
use tracing::warn;

#[derive(Clone, Debug, Deserialize)]
pub struct Settings {
    pub environment: String,
    pub port: u16,
    pub database_url: String,
    pub max_connections: u32,
    pub jwt_secret: String,
    pub ceramic_url: String,
    pub otlp_endpoint: Option<String>,
    pub sampling_ratio: f64,
    pub refresh_seconds: u64,
}

impl Settings {
    pub fn from_env() -> anyhow::Result<Self> {
        let jwt_secret = match env::var("JWT_SECRET") {
            Ok(value) => value,
            // Docker secrets; read once, before the runtime serves anything.
            Err(_) => fs::read_to_string("/run/secrets/jwt").context("neither JWT_SECRET nor a secret file")?,
        };
        if jwt_secret.len() < 32 {
            warn!(length = jwt_secret.len(), "JWT_SECRET is shorter than 32 bytes"); //~ logged-before-subscriber
        }
        Ok(Self {
            environment: env::var("ENVIRONMENT").unwrap_or_else(|_| "development".into()),
            port: parse("PORT", 8080)?,
            database_url: env::var("DATABASE_URL").context("DATABASE_URL must be set")?,
            max_connections: parse("MAX_CONNECTIONS", 20)?,
            jwt_secret: jwt_secret.trim().to_owned(),
            ceramic_url: env::var("CERAMIC_URL").context("CERAMIC_URL must be set")?,
            otlp_endpoint: env::var("OTEL_EXPORTER_OTLP_ENDPOINT").ok(),
            sampling_ratio: parse("OTEL_SAMPLING_RATIO", 0.1)?,
            refresh_seconds: parse("REFRESH_SECONDS", 60)?,
        })
    }

    pub fn is_production(&self) -> bool {
        self.environment == "production"
    }
}

fn parse<T>(name: &str, default: T) -> anyhow::Result<T>
where
    T: FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    match env::var(name) {
        Ok(text) => text.parse().with_context(|| format!("{name} is not valid")),
        Err(_) => Ok(default),
    }
}

pub fn issuer_keys(dir: &Path) -> anyhow::Result<Vec<String>> {
    let mut keys = Vec::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "pem") {
            keys.push(fs::read_to_string(&path)?);
        }
    }
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_secret() {
        let secret = "correct horse battery staple, long enough";
        let settings = Settings::from_env().unwrap();
        assert_eq!(settings.jwt_secret, secret, "jwt_secret was {}", settings.jwt_secret);
        println!("settings: {settings:?}");
    }
}
