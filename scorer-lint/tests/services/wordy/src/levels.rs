//! Levels: right ones and wrong ones.

use std::collections::HashMap;

use tracing::{debug, error, info, trace, warn};

pub struct Cache {
    map: HashMap<u64, String>,
}

async fn primary(id: u64) -> Result<String, std::io::Error> {
    Ok(id.to_string())
}

async fn secondary(id: u64) -> Result<String, std::io::Error> {
    Ok(id.to_string())
}

impl Cache {
    pub async fn load(&self, id: u64) -> Result<String, std::io::Error> {
        match primary(id).await {
            Ok(text) => Ok(text),
            Err(error) => {
                warn!(%error, id, "primary failed, using secondary");
                secondary(id).await
            }
        }
    }

    pub async fn load_loudly(&self, id: u64) -> String {
        match primary(id).await {
            Ok(text) => text,
            Err(error) => {
                error!(%error, id, "primary failed, falling back to cached value"); //~ log-level
                self.map.get(&id).cloned().unwrap_or_default()
            }
        }
    }

    pub async fn load_or_default(&self, id: u64) -> String {
        primary(id).await.unwrap_or_else(|error| {
            error!("using default value because {error}"); //~ log-level
            String::new()
        })
    }

    pub async fn load_strictly(&self, id: u64) -> Result<String, std::io::Error> {
        let mut tries = 0;
        loop {
            match primary(id).await {
                Ok(text) => return Ok(text),
                Err(error) if tries == 3 => {
                    error!(%error, tries, "retries exhausted");
                    return Err(error);
                }
                Err(error) => {
                    tries += 1;
                    tracing::event!(tracing::Level::ERROR, %error, tries, "load failed, will retry"); //~ log-level
                }
            }
        }
    }

    pub async fn load_quietly(&self, id: u64) -> Option<String> {
        for attempt in 1..=3 {
            match primary(id).await {
                Ok(text) => return Some(text),
                Err(error) => debug!(%error, attempt, "attempt failed"),
            }
        }
        error!(id, "all attempts failed");
        None
    }
}

pub fn average(values: &[f64]) -> f64 {
    let sum: f64 = values.iter().sum();
    trace!(sum, "intermediate sum");
    debug!(count = values.len(), "intermediate count");
    info!(sum, "intermediate sum"); //~ log-level
    warn!("intermediate value is {sum}"); //~ log-level
    let mean = sum / values.len().max(1) as f64;
    info!(mean, "average computed");
    if mean.is_nan() {
        error!("the average is not a number");
    }
    mean
}

pub fn fatal(error: &std::io::Error) -> ! {
    error!(%error, "cannot go on; retry by hand");
    std::process::exit(1)
}
