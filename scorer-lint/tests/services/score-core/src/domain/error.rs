//! What can go wrong.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

#[derive(Debug)]
pub enum ScoreError {
    Store(sqlx::Error),
    Io(std::io::Error),
    QueueFull { capacity: usize },
    Internal,
}

impl std::fmt::Display for ScoreError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Store(error) => write!(f, "storage: {error}"),
            Self::Io(error) => write!(f, "file: {error}"),
            Self::QueueFull { capacity } => write!(f, "the queue holds {capacity} jobs already"),
            Self::Internal => f.write_str("internal error"),
        }
    }
}

impl std::error::Error for ScoreError {}

impl From<sqlx::Error> for ScoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error)
    }
}

impl From<std::io::Error> for ScoreError {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

impl IntoResponse for ScoreError {
    fn into_response(self) -> Response {
        let status = match self {
            Self::QueueFull { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Io(ref error) if error.kind() == std::io::ErrorKind::NotFound => StatusCode::NOT_FOUND,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        if status.is_server_error() {
            tracing::error!(error = &self as &dyn std::error::Error, "failed");
        }
        status.into_response()
    }
}
