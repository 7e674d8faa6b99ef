//! Admins sign in with a JWT.

use axum::async_trait;
use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use jsonwebtoken::{decode, DecodingKey, Validation};
use serde::Deserialize;
use tracing::{debug, warn};
use uuid::Uuid;

use crate::error::ApiError;
use crate::state::AppState;

#[derive(Debug, Deserialize)]
pub struct Claims {
    pub sub: Uuid,
    pub exp: usize,
    pub role: String,
}

pub struct Admin {
    pub id: Uuid,
}

#[async_trait]
impl FromRequestParts<AppState> for Admin {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Self::Rejection> {
        let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let Some(token) = header.and_then(|header| header.strip_prefix("Bearer ")) else {
            debug!("no bearer token in the authorization header");
            return Err(ApiError::MissingApiKey);
        };
        let key = DecodingKey::from_secret(state.settings.jwt_secret.as_bytes());
        match decode::<Claims>(token, &key, &Validation::default()) {
            Ok(data) if data.claims.role == "admin" => {
                debug!(admin_id = %data.claims.sub, token_expires_at = data.claims.exp, "token accepted");
                Ok(Self { id: data.claims.sub })
            }
            Ok(data) => {
                warn!(role = %data.claims.role, "token is valid, role is not");
                Err(ApiError::InvalidApiKey)
            }
            Err(error) => {
                warn!(%error, token, "token refused"); //~ pii-field
                Err(ApiError::InvalidApiKey)
            }
        }
    }
}
