//! Self and its parts.

use std::collections::HashMap;
use std::fmt;

use tracing::{debug, info, instrument, trace};

#[derive(Debug, Clone)]
pub struct Session {
    pub id: u64,
    pub secret_key: String,
    pub peers: HashMap<String, u64>,
}

impl Session {
    pub fn log(&self) {
        debug!("{:?}", self); //~ debug-of-sensitive|secret-in-message
        debug!(session = ?self, "session"); //~ debug-of-sensitive|pii-field
        debug!("{self:?}"); //~ debug-of-sensitive|secret-in-message
        debug!(?self, "session"); //~ debug-of-sensitive
        debug!(self.id, "session");
        debug!(id = self.id, peers = self.peers.len(), "session");
        debug!(key = self.secret_key, "session"); //~ pii-field
        debug!(%self.secret_key, "session"); //~ pii-field
        debug!("{}", self.secret_key()); //~ secret-in-message
        debug!("{}", self.describe());
        trace!(?self.peers, "peers"); //~? large-arg-not-skipped, pii-field
    }

    fn secret_key(&self) -> &str {
        &self.secret_key
    }

    fn describe(&self) -> String {
        format!("session {}", self.id)
    }

    #[instrument]
    pub fn shown(&self, n: u32) {} //~ debug-of-sensitive|credential-not-skipped

    #[instrument(skip(self))] //~ raw-instrument
    pub fn skipped(&self, n: u32) {}

    #[instrument(skip_all, fields(session.id = self.id))] //~ raw-instrument
    pub fn part(&self, n: u32) {}

    #[instrument(skip(self), fields(key = %self.secret_key))] //~ pii-field
    pub fn key(&self, n: u32) {}

    #[instrument(skip_all, fields(session = ?self))] //~ debug-of-sensitive|pii-field
    pub fn whole(&self, n: u32) {}
}

#[derive(Debug, Clone, Copy)]
pub struct Counter {
    pub hits: u64,
    pub max_tokens: u32,
}

impl Counter {
    pub fn log(&self) {
        debug!("{:?}", self);
        debug!(?self, "counter");
        info!(counter = ?self, self.hits, "counter"); //~? duplicate-recording
    }

    #[instrument] //~ raw-instrument
    pub fn shown(&self, n: u32) {}
}

pub struct Link<'a> {
    pub base: &'a str,
    pub access_token: &'a str,
}

impl fmt::Display for Link<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}?token={}", self.base, self.access_token)
    }
}

pub fn links(base: &str, access_token: &str) {
    let link = Link { base, access_token };
    info!("{link}"); //~ debug-of-sensitive|secret-in-message
    info!(%link, "link"); //~ debug-of-sensitive|pii-field
    info!(link = link.to_string(), "link"); //~ debug-of-sensitive|pii-field
    info!(link.base, "link");
    info!("{}", link.base);
    let text = link.to_string();
    info!("{text}"); //~ debug-of-sensitive|secret-in-message
}
