//! Handlers.

pub mod login;
pub mod profile;
pub mod register;
pub mod reset;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

pub enum Failure {
    Refused(&'static str),
    Internal(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Internal(error.into())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        match self {
            Self::Refused(why) => (StatusCode::UNPROCESSABLE_ENTITY, why).into_response(),
            Self::Internal(error) => {
                tracing::error!("internal error: {error:#}");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}
