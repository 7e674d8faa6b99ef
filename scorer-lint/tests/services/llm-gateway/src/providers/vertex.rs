//! Vertex: short-lived tokens from a service account.

use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use futures::StreamExt as _;
use futures::stream::BoxStream;
use serde::Deserialize;
use tokio::sync::RwLock;
use tokio_util::sync::CancellationToken;
use tracing::{debug, info, instrument, trace, warn};

use super::{Chunk, Provider};
use crate::api::chat::ChatRequest;

#[derive(Deserialize)]
struct ServiceAccount {
    project_id: String,
    private_key_id: String,
    private_key: String,
    client_email: String,
}

#[derive(Clone, Debug, Deserialize)]
struct AccessToken {
    access_token: String,
    expires_in: u64,
}

pub struct Vertex {
    account: ServiceAccount,
    token: RwLock<Option<(AccessToken, SystemTime)>>,
}

impl Vertex {
    pub fn from_file(path: &str) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path)?;
        let account: ServiceAccount = serde_json::from_str(&text)?;
        info!(project = %account.project_id, private_key_id = %account.private_key_id, "service account read");
        debug!(bytes = text.len(), private_key_bytes = account.private_key.len(), "service account file");
        debug!("private key: {}", account.private_key); //~ secret-in-message
        debug!(service_account = %account.client_email, "account"); //~? pii-field
        Ok(Self { account, token: RwLock::new(None) })
    }

    #[instrument(skip(self), ret, err)] //~ debug-of-sensitive|pii-field|credential-not-skipped //~? raw-instrument
    async fn token(&self) -> anyhow::Result<AccessToken> {
        if let Some((token, expiry)) = self.token.read().await.as_ref() {
            if *expiry > SystemTime::now() {
                trace!(expires_in = token.expires_in, ?expiry, "cached access token is still valid");
                return Ok(token.clone());
            }
            debug!(token.expires_in, "access token expired, fetching another");
        }
        let token = AccessToken { access_token: self.account.project_id.clone(), expires_in: 3_600 };
        debug!(?token, "token fetched"); //~ pii-field|debug-of-sensitive
        let expiry = SystemTime::now() + Duration::from_secs(token.expires_in - 60);
        debug!(token_expiry = ?expiry, token_lifetime = token.expires_in, "token cached");
        *self.token.write().await = Some((token.clone(), expiry));
        Ok(token)
    }
}

#[async_trait]
impl Provider for Vertex {
    fn name(&self) -> &str {
        "vertex"
    }

    fn models(&self) -> Vec<String> {
        vec!["gemini-2.0".into()]
    }

    fn has_key(&self) -> bool {
        !self.account.private_key.is_empty()
    }

    fn queue_length(&self) -> usize {
        0
    }

    async fn complete(&self, request: ChatRequest) -> anyhow::Result<String> {
        let token = self.token().await?;
        match token.access_token.as_str() {
            "" => warn!("an empty token"),
            access => trace!(access, "using token"), //~ pii-field
        }
        Ok(request.model)
    }

    async fn chat(&self, request: ChatRequest, _cancel: CancellationToken) -> anyhow::Result<BoxStream<'static, anyhow::Result<Chunk>>> {
        let text = self.complete(request).await?;
        Ok(futures::stream::iter([Ok(Chunk { text, token_count: 1 })]).boxed())
    }
}
