//! Errors, and what callers see of them.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::Json;
use serde_json::json;
use thiserror::Error;
use tracing::{error, warn};

pub type ApiResult<T> = Result<T, ApiError>;

#[derive(Debug, Error)]
pub enum ApiError {
    #[error("no API key was sent")]
    MissingApiKey,
    #[error("the API key is not valid")]
    InvalidApiKey,
    #[error("the rate limit of {0} requests a minute is exceeded")]
    RateLimited(u32),
    #[error("community {0} does not exist")]
    UnknownCommunity(i64),
    #[error("invalid input: {0}")]
    Validation(String),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    Http(#[from] reqwest::Error),
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status = match &self {
            Self::MissingApiKey | Self::InvalidApiKey => StatusCode::UNAUTHORIZED,
            Self::RateLimited(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::UnknownCommunity(_) => StatusCode::NOT_FOUND,
            Self::Validation(_) => StatusCode::BAD_REQUEST,
            Self::Database(_) | Self::Http(_) | Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        if status.is_server_error() {
            error!(error = %self, status = status.as_u16(), "request failed");
        } else {
            warn!(error = %self, status = status.as_u16(), "request refused");
        }
        let detail = if status.is_server_error() { "internal error".to_owned() } else { self.to_string() };
        (status, Json(json!({ "detail": detail }))).into_response()
    }
}
