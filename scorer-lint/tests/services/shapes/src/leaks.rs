//! Each function lets something out.

use std::collections::HashMap;
use std::env;
use std::fmt::Write as _;

use axum::http::{HeaderMap, header};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use tracing::{Span, debug, error, event, field, info, info_span, trace, warn};

#[derive(Deserialize)]
pub struct Form {
    pub token: String,
    pub email: String,
    pub password: String,
    pub otp: String,
    pub nickname: String,
}

pub fn members(request: Form) {
    error!("token {} was not revoked", request.token); //~ secret-in-message
    warn!("mail to {} bounced", request.email); //~ secret-in-message
    info!("checking {:?}", request.password); //~ secret-in-message
    debug!(code = %request.otp, "second factor"); //~ pii-field
    trace!("{who} signed up", who = request.email); //~ secret-in-message
    debug!(user = request.email.as_str(), "signed up"); //~ pii-field
    debug!(user = &*request.email, "signed up"); //~ pii-field
    debug!(user = ?Some(&request.email), "signed up"); //~ pii-field
    debug!("signed up: {}", request.email.to_lowercase()); //~ secret-in-message
    debug!("signed up: {}", request.email.trim()); //~ secret-in-message
    debug!("password starts with {}", &request.password[..3]); //~ secret-in-message
    debug!("password starts with {:?}", request.password.chars().next()); //~? secret-in-message
    debug!("{}", request.password.chars().rev().collect::<String>()); //~ secret-in-message
}

pub fn headers(headers: &HeaderMap) -> Option<()> {
    let key = headers.get("x-api-key").and_then(|value| value.to_str().ok())?;
    debug!("validating {}", key); //~ secret-in-message
    let bearer = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    debug!("auth: {bearer}"); //~ secret-in-message
    let value = headers.get(http::header::COOKIE).map(|value| value.to_str().unwrap_or_default()).unwrap_or_default();
    debug!("jar: {value}"); //~ secret-in-message
    let forwarded = headers.get("x-forwarded-for").and_then(|value| value.to_str().ok()).unwrap_or("-");
    info!("request from {forwarded}"); //~ secret-in-message
    if let Some(auth) = headers.get("authorization") {
        trace!("sent {:?}", auth); //~ secret-in-message|debug-of-sensitive
    }
    match headers.get("x-auth-token").map(|value| value.to_str()) {
        Some(Ok(text)) => trace!("sent {text}"), //~ secret-in-message
        Some(Err(error)) => trace!(%error, "not text"),
        None => trace!("nothing sent"),
    }
    let Some(raw) = headers.get("proxy-authorization").and_then(|value| value.to_str().ok()) else { return None };
    trace!(raw, "proxy"); //~ pii-field
    for (name, value) in headers {
        trace!("{name}: {value:?}"); //~ secret-in-message|debug-of-sensitive
    }
    trace!("all: {headers:#?}"); //~ secret-in-message|debug-of-sensitive
    Some(())
}

pub fn environment() -> anyhow::Result<()> {
    let url = env::var("DATABASE_URL")?;
    debug!("connecting to {url}"); //~ secret-in-message
    let key = env::var("STRIPE_SECRET_KEY").unwrap_or_default();
    debug!("stripe: {key}"); //~ secret-in-message
    let secret = std::env::var("SESSION_SECRET").expect("SESSION_SECRET must be set");
    debug!("session: {secret}"); //~ secret-in-message
    for (name, value) in env::vars() {
        trace!("{name}={value}"); //~? secret-in-message
    }
    debug!(dsn = %env::var("SENTRY_DSN")?, "sentry"); //~? pii-field
    Ok(())
}

pub fn flows(password: &str, api_key: String, secret: SecretString) -> anyhow::Result<()> {
    let alias = password;
    debug!("{alias}"); //~ secret-in-message
    let again = alias;
    debug!("{}", again); //~ secret-in-message
    let (first, second) = (password, 7);
    debug!("{first} {second}"); //~ secret-in-message
    let copied = api_key.clone();
    debug!(value = %copied, "copied"); //~ pii-field
    let shown = secret.expose_secret();
    debug!("{shown}"); //~ secret-in-message
    let text = format!("key={api_key}");
    debug!("{text}"); //~ secret-in-message
    let mut line = String::from("login ");
    line.push_str(password);
    debug!("{line}"); //~ secret-in-message
    let mut buffer = String::new();
    write!(buffer, "{}", api_key)?;
    info!("{buffer}"); //~ secret-in-message
    let bytes = api_key.as_bytes();
    trace!("{bytes:?}"); //~ secret-in-message
    let encoded = hex(api_key.as_bytes());
    trace!("{encoded}"); //~ secret-in-message
    let either = if password.is_empty() { "none" } else { password };
    trace!("{either}"); //~ secret-in-message
    let chosen = match password {
        "" => "empty",
        other => other,
    };
    trace!("{chosen}"); //~ secret-in-message
    let parts: Vec<&str> = api_key.split('.').collect();
    trace!("{parts:?}"); //~ secret-in-message
    let url = format!("https://api.example/v1?api_key={}", api_key);
    debug!(%url, "calling"); //~ pii-field
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub fn calls(form: &Form, map: &HashMap<String, String>) {
    let hash = hash_password(&form.password);
    debug!("stored {hash}"); //~ secret-in-message
    debug!("generated {}", generate_api_key()); //~ secret-in-message
    info!("your password is {}", get_password()); //~ secret-in-message
    debug!(value = map["password"], "map"); //~ pii-field
    debug!("{:?}", map.get("email")); //~ secret-in-message
    let token = generate_token();
    debug!("t={token}"); //~ secret-in-message
    debug!("{}", token); //~ secret-in-message
}

fn hash_password(password: &str) -> String {
    password.to_owned()
}

fn generate_api_key() -> String {
    String::new()
}

fn get_password() -> String {
    String::new()
}

fn generate_token() -> String {
    String::new()
}

pub fn spans(email: &str, phone: &str, ssn: &str, session_token: &str, lat: f64) {
    let span = info_span!("signup", email, plan = "free"); //~ pii-field //~? manual-span
    span.record("phone", phone); //~ pii-field
    span.record("masked", field::display(ssn)); //~ pii-field, missing-record
    Span::current().record("user.email", email); //~ pii-field
    Span::current().record("who", field::debug(email)); //~ pii-field, missing-record
    event!(tracing::Level::INFO, "user.phone" = phone, "signup"); //~ pii-field
    event!(target: "audit", tracing::Level::INFO, %session_token); //~ pii-field
    info!(name: "signup", target: "audit", user.ssn = ssn, "signup"); //~ pii-field
    info!(latitude = lat, "position"); //~ pii-field
    info!({ email = %email }, "signup"); //~ pii-field
    tracing::warn!(
        phone, //~ pii-field
        "no answer",
    );
    log::warn!("no answer from {}", phone); //~ secret-in-message
    log::log!(log::Level::Warn, "no answer from {phone}"); //~ secret-in-message
    log::info!(target: "audit", "{0} {1} {0}", "x", session_token); //~ secret-in-message
    info!("{:>20}", ssn); //~ secret-in-message
    info!("{ssn:>20}"); //~ secret-in-message
    info!("{0:?} {1}", ssn, 1); //~ secret-in-message
    error!(error = %format!("no user {email}"), "signup failed"); //~ pii-field
}

pub async fn in_macros(token: String, mut stop: tokio::sync::watch::Receiver<bool>) {
    tokio::select! {
        _ = stop.changed() => debug!("stopped with {token}"), //~ secret-in-message
        () = tokio::time::sleep(std::time::Duration::from_secs(1)) => {
            debug!(token, "slept"); //~ pii-field
        }
    }
    let work = async move {
        let inner = token;
        trace!("inner {inner}"); //~ secret-in-message
    };
    work.await;
    let closure = |password: &str| debug!("closure {password}"); //~ secret-in-message
    closure("x");
}
