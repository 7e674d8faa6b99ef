//! Who answers.

mod openai;
mod vertex;

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use futures::stream::BoxStream;
use tokio_util::sync::CancellationToken;
use tracing::{debug, info, warn};

use crate::api::chat::ChatRequest;

pub struct Chunk {
    pub text: String,
    pub token_count: u32,
}

#[async_trait]
pub trait Provider: Send + Sync {
    fn name(&self) -> &str;
    fn models(&self) -> Vec<String>;
    fn has_key(&self) -> bool;
    fn queue_length(&self) -> usize;
    async fn complete(&self, request: ChatRequest) -> anyhow::Result<String>;
    async fn chat(&self, request: ChatRequest, cancel: CancellationToken) -> anyhow::Result<BoxStream<'static, anyhow::Result<Chunk>>>;
}

#[derive(Default)]
pub struct Registry {
    providers: BTreeMap<String, Arc<dyn Provider>>,
}

impl Registry {
    pub fn from_env() -> anyhow::Result<Self> {
        let mut registry = Self::default();
        match std::env::var("OPENAI_API_KEY") {
            Ok(api_key) if !api_key.trim().is_empty() => {
                debug!("OPENAI_API_KEY is set");
                registry.add(Arc::new(openai::OpenAi::new(api_key)?));
            }
            Ok(_) => warn!("OPENAI_API_KEY is empty"),
            Err(error) => info!(%error, "no OPENAI_API_KEY: openai is off"),
        }
        if let Ok(path) = std::env::var("GOOGLE_APPLICATION_CREDENTIALS") {
            info!(credentials_path = %path, "vertex is on");
            registry.add(Arc::new(vertex::Vertex::from_file(&path)?));
        }
        Ok(registry)
    }

    fn add(&mut self, provider: Arc<dyn Provider>) {
        self.providers.insert(provider.name().to_owned(), provider);
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &Arc<dyn Provider>)> {
        self.providers.iter().map(|(name, provider)| (name.as_str(), provider))
    }

    pub fn at(&self, index: usize) -> Option<Arc<dyn Provider>> {
        self.providers.values().nth(index).cloned()
    }

    pub fn for_model(&self, model: &str) -> Vec<Arc<dyn Provider>> {
        self.providers.values().filter(|provider| provider.models().iter().any(|name| name == model)).cloned().collect()
    }
}
