//! Forgotten passwords.

use axum::extract::State;
use axum::http::StatusCode;
use axum::Json;
use rand::distributions::Alphanumeric;
use rand::Rng;
use redis::AsyncCommands;
use serde::Deserialize;
use tracing::{debug, info, instrument, warn};

use super::Failure;
use crate::passwords;
use crate::startup::App;

const RESET_TOKEN_TTL_SECONDS: u64 = 900;

#[derive(Debug, Deserialize)]
pub struct Forgot {
    pub email: String,
}

#[derive(Deserialize)]
pub struct Reset {
    pub token: String,
    pub new_password: String,
}

#[instrument(skip_all, fields(email = %form.email))] //~ pii-field, error-not-recorded
pub async fn forgot(State(mut app): State<App>, Json(form): Json<Forgot>) -> Result<StatusCode, Failure> {
    let Some(user) = app.users.find_by_email(&form.email).await? else {
        // The answer must not tell which addresses are known.
        debug!("no such user, nothing sent");
        return Ok(StatusCode::ACCEPTED);
    };
    let token: String = rand::thread_rng().sample_iter(&Alphanumeric).take(40).map(char::from).collect();
    let redis_key = format!("reset:{token}");
    debug!(redis_key, ttl = RESET_TOKEN_TTL_SECONDS, "token stored"); //~? pii-field
    let _: () = app.redis.set_ex(&redis_key, user.id.to_string(), RESET_TOKEN_TTL_SECONDS).await?;
    let link = format!("https://accounts.example/reset?token={token}");
    info!("reset link: {link}"); //~ secret-in-message
    app.mailer.reset(&user.email, &link).await?;
    info!(user_id = %user.id, token_ttl_seconds = RESET_TOKEN_TTL_SECONDS, "reset mail sent");
    Ok(StatusCode::ACCEPTED)
}

#[instrument(skip(app, form))] //~ error-not-recorded, raw-instrument
pub async fn reset(State(mut app): State<App>, Json(form): Json<Reset>) -> Result<StatusCode, Failure> {
    let user_id: Option<String> = app.redis.get_del(format!("reset:{}", form.token)).await?;
    let Some(user_id) = user_id else {
        warn!(token = %form.token, "unknown reset token"); //~ pii-field
        return Err(Failure::Refused("the link has expired"));
    };
    let new_password = form.new_password;
    let shown = &new_password;
    debug!("new password is {shown}"); //~ secret-in-message
    let strength = (new_password.len(), new_password.chars().any(|c| c.is_ascii_digit()));
    debug!(length = strength.0, has_digit = strength.1, "password accepted");
    let hash = passwords::hash(new_password).await?;
    app.users.set_password(user_id.parse()?, &hash).await?;
    info!(%user_id, "password changed");
    Ok(StatusCode::NO_CONTENT)
}
