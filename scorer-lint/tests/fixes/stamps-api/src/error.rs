//! What goes wrong, as responses.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    #[error("no such address")]
    NotFound,
    #[error("the key is not valid")]
    Unauthorized,
    #[error("the database failed")]
    Database(#[from] sqlx::Error),
    #[error("the body is no JSON: {0}")]
    Body(#[from] serde_json::Error),
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status = match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::Database(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Body(_) => StatusCode::BAD_REQUEST,
        };
        status.into_response()
    }
}
