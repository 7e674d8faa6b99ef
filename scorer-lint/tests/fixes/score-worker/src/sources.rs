//! Where the numbers come from.

use std::collections::HashMap;
use std::fmt;

use async_trait::async_trait;

#[derive(Debug)]
pub enum SourceError {
    Away,
    Refused(String),
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Away => f.write_str("the source is away"),
            Self::Refused(why) => write!(f, "the source refused: {why}"),
        }
    }
}

impl std::error::Error for SourceError {}

#[async_trait]
pub trait Source: Send + Sync {
    async fn fetch(&self, id: u64, password: &str) -> Result<HashMap<String, f64>, SourceError>;
}

#[derive(Debug, Default)]
pub struct Memory {
    known: HashMap<u64, HashMap<String, f64>>,
}

#[async_trait]
impl Source for Memory {
    #[tracing::instrument(skip(self))]
    async fn fetch(&self, id: u64, password: &str) -> Result<HashMap<String, f64>, SourceError> {
        if password.is_empty() {
            return Err(SourceError::Refused("no password".to_owned()));
        }
        self.known.get(&id).cloned().ok_or(SourceError::Away)
    }
}

#[tracing::instrument(skip(entries), fields(entries = ?entries.keys().collect::<Vec<_>>()))]
pub fn filled(id: u64, entries: HashMap<String, f64>) -> Memory {
    Memory {
        known: HashMap::from([(id, entries)]),
    }
}
