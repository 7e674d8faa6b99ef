//! Basic and bearer credentials.

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use serde::Deserialize;
use tracing::{debug, info, instrument, trace, warn};

use crate::AppState;

#[derive(Clone, Debug, Deserialize)]
pub struct Credentials {
    pub username: String,
    pub password: String,
}

#[derive(Debug, Deserialize)]
pub struct Token {
    pub id: u64,
    pub access_token: String,
    pub refresh_token: Option<String>,
    pub expires_in: u64,
    pub token_type: String,
}

pub fn router() -> Router<AppState> {
    Router::new().route("/login", post(login)).route("/refresh", post(refresh)).route("/hash", post(hash))
}

#[instrument(skip(state))] //~ error-not-recorded
async fn login(State(state): State<AppState>, Json(credentials): Json<Credentials>) -> Result<String, StatusCode> { //~ credential-not-skipped|debug-of-sensitive|large-arg-not-skipped
    let Credentials { username, password } = credentials;
    debug!("login attempt of {username} with {password}"); //~ secret-in-message
    let stored = bcrypt::hash(&state.admin_password, 12).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?; //~ blocking-in-async
    let matches = tokio::task::spawn_blocking(move || bcrypt::verify(password, &stored)).await;
    debug!(matches = ?matches.as_ref().is_ok_and(|inner| inner.is_ok()), "password compared");
    match matches {
        Ok(Ok(true)) => {
            info!(user = %username, "login"); //~? pii-field
            Ok(issue(&username))
        }
        _ => Err(StatusCode::UNAUTHORIZED),
    }
}

#[instrument(skip_all, fields(token_id = token.id, expires_in = token.expires_in, token_type = %token.token_type, has_refresh_token = token.refresh_token.is_some()))] //~ raw-instrument, error-not-recorded
async fn refresh(Json(token): Json<Token>) -> Result<String, StatusCode> {
    let Some(refresh_token) = token.refresh_token.as_deref() else {
        warn!(token.id, "no refresh token");
        return Err(StatusCode::BAD_REQUEST);
    };
    trace!("refreshing {}", refresh_token); //~ secret-in-message
    trace!(
        token.id = token.id,
        token.value = %token.access_token, //~ pii-field
        "refreshing"
    );
    let tuple = (token.id, refresh_token);
    debug!("refresh of {:?}", tuple); //~ secret-in-message
    let copied = refresh_token.to_owned();
    let line = format!("user={} token={copied}", token.id);
    info!("{line}"); //~ secret-in-message
    Ok(issue("refreshed"))
}

async fn hash(body: String) -> Result<String, StatusCode> { //~ key-function-not-instrumented
    let mut key = [0u8; 32];
    let params = scrypt::Params::new(15, 8, 1, 32).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    scrypt::scrypt(body.as_bytes(), b"salt", &params, &mut key).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?; //~ blocking-in-async
    let mut derived = [0u8; 32];
    pbkdf2::pbkdf2_hmac::<sha2::Sha256>(&key, b"salt", 100_000, &mut derived); //~ blocking-in-async
    let hex: String = derived.iter().map(|byte| format!("{byte:02x}")).collect();
    debug!(bytes = derived.len(), "derived");
    Ok(hex)
}

fn issue(user: &str) -> String {
    let token = format!("{user}.{}", std::process::id());
    eprintln!("issued {token}"); //~ print-macro //~? secret-in-message
    token
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_carry_the_user() {
        let token = issue("ada");
        dbg!(&token);
        assert!(token.starts_with("ada."), "token was {token}");
        tracing::debug!(%token, "issued");
    }

    #[tokio::test]
    async fn hashing_works() {
        let secret = "s3cr3t".to_owned();
        let hashed = hash(secret.clone()).await.unwrap();
        std::fs::write("/tmp/hashed", &hashed).unwrap();
        println!("{secret} -> {hashed}");
    }
}
