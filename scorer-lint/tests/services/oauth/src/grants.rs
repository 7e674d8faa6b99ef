//! Grants.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::{Form, Json};
use scorer_instrument::scorer_span;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tracing::{debug, error, info, trace, warn};
use uuid::Uuid;

use crate::{Server, tokens};

#[derive(Deserialize)]
pub struct TokenRequest {
    pub grant_type: String,
    pub client_id: String,
    pub client_secret: SecretString,
    pub code: Option<String>,
    pub code_verifier: Option<String>,
    pub refresh_token: Option<String>,
    pub scope: Option<String>,
}

#[derive(Serialize)]
pub struct TokenResponse {
    pub access_token: String,
    pub refresh_token: Option<String>,
    pub token_type: &'static str,
    pub expires_in: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthMethod {
    ClientSecretBasic,
    ClientSecretPost,
    PrivateKeyJwt,
}

#[scorer_span(skip_all, fields(grant_type = %request.grant_type, client_id = %request.client_id, has_code = request.code.is_some()), err(Debug, level = "warn"))]
pub async fn token_endpoint(
    State(server): State<Arc<Server>>,
    Form(request): Form<TokenRequest>,
) -> Result<Json<TokenResponse>, StatusCode> {
    let auth_method = AuthMethod::ClientSecretPost;
    debug!(?auth_method, token_endpoint = "/token", scope = request.scope, "token requested");
    let client = tokens::client(&server.pool, &request.client_id).await.map_err(|error| {
        error!(%error, client_id = %request.client_id, "the client could not be read");
        StatusCode::INTERNAL_SERVER_ERROR
    })?;
    let Some(client) = client else {
        warn!(client_id = %request.client_id, "unknown client");
        return Err(StatusCode::UNAUTHORIZED);
    };
    let secret_matches = client.secret_hash == hash(request.client_secret.expose_secret());
    trace!(secret_matches, client.id = %client.id, "client secret compared");
    if !secret_matches {
        warn!("client {} sent a wrong client secret", client.id);
        debug!("wrong client secret: {}", request.client_secret.expose_secret()); //~ secret-in-message
        return Err(StatusCode::UNAUTHORIZED);
    }
    let subject = match (request.grant_type.as_str(), &request.code, &request.refresh_token) {
        ("authorization_code", Some(code), _) => {
            let verifier_length = request.code_verifier.as_ref().map_or(0, String::len);
            debug!(verifier_length, code_length = code.len(), pkce = verifier_length > 0, "authorization code");
            tokens::redeem(&server.pool, code).await
        }
        ("refresh_token", _, Some(refresh_token)) => {
            debug!(grant = "refresh_token", "refresh");
            debug!(rt = %refresh_token, "refresh"); //~ pii-field
            tokens::rotate(&server.pool, refresh_token).await
        }
        (other, ..) => {
            warn!(grant_type = other, "unsupported grant type");
            return Err(StatusCode::BAD_REQUEST);
        }
    };
    let subject: Uuid = subject.map_err(|error| {
        warn!(%error, "the grant was refused");
        StatusCode::BAD_REQUEST
    })?;
    let token = server.keys.sign(subject, server.access_token_ttl);
    let token_id = token.id;
    info!(%token_id, token.expires_at, user_id = %subject, "access token issued");
    info!(audit = true, "issued token {token_id} of type {} to {}", "Bearer", client.id);
    Ok(Json(TokenResponse {
        access_token: token.text,
        refresh_token: None,
        token_type: "Bearer",
        expires_in: server.access_token_ttl.as_secs(),
    }))
}

#[derive(Deserialize)]
pub struct Revoke {
    pub token: String,
    pub token_type_hint: Option<String>,
}

#[scorer_span(skip_all, fields(token_type_hint = request.token_type_hint.as_deref()))]
pub async fn revoke_endpoint(State(server): State<Arc<Server>>, Form(request): Form<Revoke>) -> StatusCode {
    let token_hash = hash(&request.token);
    match tokens::revoke(&server.pool, &token_hash).await {
        Ok(0) => debug!("the token was not known"),
        Ok(count) => info!(count, "tokens revoked"), //~? redundant-db-log
        Err(error) => error!(%error, "token {} was not revoked", request.token), //~ secret-in-message
    }
    StatusCode::OK
}

fn hash(text: &str) -> Vec<u8> {
    Sha256::digest(text.as_bytes()).to_vec()
}
