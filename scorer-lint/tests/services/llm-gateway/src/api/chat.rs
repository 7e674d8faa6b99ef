//! Chat.

use std::convert::Infallible;
use std::time::Duration;

use async_stream::stream;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::{Stream, StreamExt};
use scorer_instrument::scorer_span;
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;
use tracing::{Instrument, Span, debug, error, field, info, trace, warn};

use super::Refusal;
use crate::Gateway;
use crate::providers::{Chunk, Provider};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Message {
    pub role: String,
    pub content: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChatRequest {
    pub model: String,
    pub messages: Vec<Message>,
    pub max_tokens: Option<u32>,
    pub temperature: Option<f32>,
    pub stop_token: Option<String>,
    pub stream: bool,
}

#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct TokenUsage {
    pub prompt_tokens: u32,
    pub completion_tokens: u32,
    pub total_tokens: u32,
}

#[scorer_span(
    skip_all,
    fields(model = %request.model, max_tokens = request.max_tokens, messages = request.messages.len(), prompt_tokens, completion_tokens),
    err(Debug)
)]
pub async fn chat(
    State(gateway): State<Gateway>,
    headers: HeaderMap,
    Json(request): Json<ChatRequest>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Refusal> {
    let api_key = bearer(&headers).ok_or(Refusal::NoKey)?;
    let caller = gateway.limits.caller(&api_key).ok_or(Refusal::NoKey)?;
    debug!(caller.id, caller.tokens_per_minute = caller.tokens_per_minute, "caller known");

    let prompt_tokens = count_tokens(&request);
    Span::current().record("prompt_tokens", prompt_tokens);
    let budget = gateway.limits.take(caller.id, prompt_tokens);
    if let Err(used_tokens) = budget {
        return Err(Refusal::TooManyTokens { used_tokens, max_tokens: caller.tokens_per_minute });
    }
    trace!(stop_token = ?request.stop_token, temperature = request.temperature, "sampling options");
    let provider = route_request(&gateway, &request.model)?;
    let cancel_token = CancellationToken::new();
    let drop_guard = cancel_token.clone().drop_guard();
    let span = Span::current();
    let usage = gateway.usage.clone();
    let model = request.model.clone();
    let chunks = provider.chat(request, cancel_token.child_token()).await.map_err(Refusal::Upstream)?;

    let events = stream! {
        let _drop_guard = drop_guard;
        let mut tokens = 0_u32;
        futures::pin_mut!(chunks);
        while let Some(chunk) = chunks.next().await {
            match chunk {
                Ok(Chunk { text, token_count }) => {
                    tokens += token_count;
                    trace!(token_count, tokens, bytes = text.len(), "chunk");
                    yield Ok(Event::default().data(text));
                }
                Err(error) => {
                    error!(%error, tokens, "the stream broke");
                    break;
                }
            }
        }
        span.record("completion_tokens", field::display(tokens));
        info!(parent: &span, model, prompt_tokens, completion_tokens = tokens, total_tokens = prompt_tokens + tokens, "chat complete");
        usage.add(&model, prompt_tokens, tokens).await;
    };
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))))
}

fn route_request(gateway: &Gateway, model: &str) -> Result<std::sync::Arc<dyn Provider>, Refusal> { //~ key-function-not-instrumented
    let mut candidates = gateway.providers.for_model(model);
    candidates.sort_by_key(|provider| provider.queue_length());
    match candidates.into_iter().next() {
        Some(provider) => {
            debug!(provider = provider.name(), "routed");
            Ok(provider)
        }
        None => Err(Refusal::NoProvider(model.to_owned())),
    }
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let header = headers.get("authorization")?;
    match header.to_str() {
        Ok(text) => {
            let scheme = text.split(' ').next().unwrap_or_default();
            debug!(scheme, length = text.len(), "authorization header"); //~? pii-field
            if let Some(token) = text.strip_prefix("Bearer ") {
                return Some(token.to_owned());
            }
            warn!("unsupported authorization: {text}"); //~ secret-in-message
            None
        }
        Err(error) => {
            warn!(%error, "the authorization header is not text");
            None
        }
    }
}

fn count_tokens(request: &ChatRequest) -> u32 {
    let tokens: usize = request.messages.iter().map(|message| message.content.len() / 4 + 4).sum();
    debug!("prompt has about {tokens} tokens");
    debug!(?tokens, n_tokens = tokens, "counted"); //~? duplicate-recording
    u32::try_from(tokens).unwrap_or(u32::MAX)
}

/// Two models, and the first answer wins.
pub async fn race(gateway: &Gateway, request: ChatRequest) -> anyhow::Result<String> {
    let [Some(first), Some(second)] = [gateway.providers.at(0), gateway.providers.at(1)] else {
        anyhow::bail!("two providers are needed");
    };
    let (one, two) = (request.clone(), request);
    let first_task = tokio::spawn(async move { first.complete(one).await }.instrument(Span::current()));
    let second_task = tokio::spawn(async move { second.complete(two).await }.in_current_span());
    let (abort_first, abort_second) = (first_task.abort_handle(), second_task.abort_handle());
    let answer = tokio::select! {
        answer = first_task => { abort_second.abort(); answer?? }
        answer = second_task => { abort_first.abort(); answer?? }
        () = tokio::time::sleep(Duration::from_secs(30)) => anyhow::bail!("no answer in 30 s"),
    };
    debug!(length = answer.len(), "race won");
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bearer_is_read() {
        let mut headers = HeaderMap::new();
        headers.insert("authorization", "Bearer sk-live-1".parse().unwrap());
        let key = bearer(&headers).unwrap();
        assert_eq!(key, "sk-live-1", "wrong api key: {key} from {headers:?}");
        tracing::info!(api_key = key, ?headers, "read");
    }
}
