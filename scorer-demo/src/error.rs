//! What a request comes to, and the responses of those that come to nothing.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use scorer_instrument::Recordable;
use serde::{Deserialize, Serialize};

use crate::auth::AuthError;
use crate::domain::CommunityId;
use crate::store::StoreError;

/// What a request came to.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Recordable, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Every credential counts.
    Scored,
    /// Some credential does not count; the rest does.
    ScoredInPart,
    /// The API key did not let the request in.
    Unauthorized,
    /// The body is no scoring request.
    MalformedBody,
    /// The community does not exist.
    UnknownCommunity,
    /// The service failed.
    Failed,
}

/// Why a request has no score. The texts quote nothing of the request but the id in its path.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// The API key did not let the request in.
    #[error(transparent)]
    Auth(#[from] AuthError),
    /// The body is no scoring request.
    #[error("the body is not a scoring request: {0}")]
    MalformedBody(&'static str),
    /// The community does not exist.
    #[error("there is no community {0}")]
    UnknownCommunity(CommunityId),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ApiError {
    /// What the request came to by this error.
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Auth(AuthError::Missing | AuthError::Unknown | AuthError::Wrong) => {
                Outcome::Unauthorized
            }
            Self::MalformedBody(_) => Outcome::MalformedBody,
            Self::UnknownCommunity(_) => Outcome::UnknownCommunity,
            Self::Auth(AuthError::Store(_) | AuthError::Interrupted(_)) | Self::Store(_) => {
                Outcome::Failed
            }
        }
    }

    /// Whether the pool had no connection to give: the caller may try again.
    fn is_exhausted(&self) -> bool {
        let (Self::Auth(AuthError::Store(error)) | Self::Store(error)) = self else {
            return false;
        };
        matches!(error, StoreError::Exhausted { .. })
    }

    fn status(&self) -> StatusCode {
        match self.outcome() {
            Outcome::Unauthorized => StatusCode::UNAUTHORIZED,
            Outcome::MalformedBody => StatusCode::BAD_REQUEST,
            Outcome::UnknownCommunity => StatusCode::NOT_FOUND,
            Outcome::Failed if self.is_exhausted() => StatusCode::SERVICE_UNAVAILABLE,
            Outcome::Scored | Outcome::ScoredInPart | Outcome::Failed => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
        }
    }
}

/// The body of a response without a score.
#[derive(Deserialize, Serialize)]
pub struct ErrorResponse {
    /// What the request came to.
    pub outcome: Outcome,
    /// The error in words.
    pub error: String,
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let body = ErrorResponse {
            outcome: self.outcome(),
            error: self.to_string(),
        };
        (self.status(), Json(body)).into_response()
    }
}
