//! The interface.

pub mod chat;
pub mod embeddings;
pub mod models;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

#[derive(Debug)]
pub enum Refusal {
    NoKey,
    TooManyTokens { used_tokens: u32, max_tokens: u32 },
    NoProvider(String),
    Upstream(anyhow::Error),
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::NoKey => StatusCode::UNAUTHORIZED.into_response(),
            Self::TooManyTokens { used_tokens, max_tokens } => {
                tracing::warn!(used_tokens, max_tokens, "token budget exceeded");
                (StatusCode::TOO_MANY_REQUESTS, "token budget exceeded").into_response()
            }
            Self::NoProvider(model) => {
                tracing::warn!(model, "no provider has this model");
                StatusCode::NOT_FOUND.into_response()
            }
            Self::Upstream(error) => {
                tracing::error!(error = format!("{error:#}"), "upstream failed");
                StatusCode::BAD_GATEWAY.into_response()
            }
        }
    }
}
