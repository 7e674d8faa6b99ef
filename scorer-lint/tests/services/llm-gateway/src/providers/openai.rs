//! OpenAI.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use futures::StreamExt;
use futures::stream::BoxStream;
use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use tracing::{debug, error, info, instrument, trace, warn};

use super::{Chunk, Provider};
use crate::api::chat::{ChatRequest, TokenUsage};

#[derive(Debug)]
pub struct OpenAi {
    client: reqwest::Client,
    api_key: String,
    in_flight: AtomicUsize,
}

impl OpenAi {
    pub fn new(api_key: String) -> anyhow::Result<Self> {
        let client = reqwest::Client::builder().timeout(Duration::from_secs(60)).build()?;
        let provider = Self { client, api_key, in_flight: AtomicUsize::new(0) };
        debug!(?provider, "provider"); //~ debug-of-sensitive
        Ok(provider)
    }

    #[instrument(name = "openai.post", level = "debug", fields(path), err)] //~* dead-field
    async fn post(
        &self, //~ debug-of-sensitive|credential-not-skipped|pii-field
        path: &str, //~* dead-field
        body: Value, //~ large-arg-not-skipped
    ) -> anyhow::Result<Value> {
        let mut delay = Duration::from_millis(500);
        let mut attempt = 0;
        loop {
            attempt += 1;
            let begun = Instant::now();
            let response = self
                .client
                .post(format!("https://api.openai.com/v1/{path}"))
                .bearer_auth(&self.api_key)
                .json(&body)
                .send()
                .await?;
            let status = response.status();
            tracing::debug!(attempt, %status, took = ?begun.elapsed(), "answered"); //~ timing-log
            match status {
                StatusCode::TOO_MANY_REQUESTS if attempt < 4 => {
                    let wait = response
                        .headers()
                        .get("retry-after")
                        .and_then(|value| value.to_str().ok()?.parse().ok())
                        .map_or(delay, Duration::from_secs);
                    warn!(attempt, wait_ms = wait.as_millis() as u64, "rate limited, waiting");
                    tokio::time::sleep(wait).await;
                    delay *= 2;
                }
                status if status.is_success() => return Ok(response.json().await?),
                status => {
                    let remaining = response.headers().get("x-ratelimit-remaining-tokens").cloned();
                    error!(%status, remaining_tokens = ?remaining, "refused");
                    anyhow::bail!("{status}");
                }
            }
        }
    }
}

#[async_trait]
impl Provider for OpenAi {
    fn name(&self) -> &str {
        "openai"
    }

    fn models(&self) -> Vec<String> {
        vec!["gpt-4o".into(), "gpt-4o-mini".into()]
    }

    fn has_key(&self) -> bool {
        !self.api_key.is_empty()
    }

    fn queue_length(&self) -> usize {
        self.in_flight.load(Ordering::Relaxed)
    }

    #[instrument(skip(self, request), fields(model = %request.model, otel.kind = "client"), err)] //~ raw-instrument
    async fn complete(&self, request: ChatRequest) -> anyhow::Result<String> {
        let answer = self.post("chat/completions", json!({ "model": request.model, "messages": request.messages })).await?;
        let usage: TokenUsage = serde_json::from_value(answer["usage"].clone())?;
        info!(usage.prompt_tokens, usage.completion_tokens, usage.total_tokens, "completed");
        debug!(?usage, "usage");
        let text = answer["choices"][0]["message"]["content"].as_str().unwrap_or_default().to_owned();
        trace!(chars = text.len(), finish_reason = %answer["choices"][0]["finish_reason"], "answer");
        Ok(text)
    }

    #[instrument(skip_all, err)] //~ raw-instrument
    async fn chat(&self, request: ChatRequest, cancel: CancellationToken) -> anyhow::Result<BoxStream<'static, anyhow::Result<Chunk>>> {
        debug!("api key is {}", if self.api_key.starts_with("sk-") { "well formed" } else { "odd" });
        debug!("calling openai with key {}", self.api_key); //~ secret-in-message
        let text = self.complete(request).await?;
        debug!(token = cancel.is_cancelled(), "cancellation token");
        Ok(futures::stream::iter([Ok(Chunk { text, token_count: 1 })]).boxed())
    }
}
