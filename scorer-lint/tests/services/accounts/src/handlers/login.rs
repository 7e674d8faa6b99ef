//! In and out.

use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode};
use axum::Json;
use secrecy::ExposeSecret;
use std::net::SocketAddr;
use tower_cookies::{Cookie, Cookies};
use tracing::{debug, event, field, info, instrument, span, trace, warn, Level, Span};

use super::Failure;
use crate::model::{Login, LoginAttempt};
use crate::startup::App;
use crate::{passwords, sessions};

#[instrument(skip_all, fields(user_id, client.ip = field::Empty), err(Debug))] //~ raw-instrument //~? pii-field, dead-field
pub async fn login(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    cookies: Cookies,
    headers: HeaderMap,
    Json(form): Json<Login>,
) -> Result<StatusCode, Failure> {
    let agent = headers.get("user-agent").and_then(|value| value.to_str().ok()).unwrap_or("-");
    debug!(agent, content_length = ?headers.get("content-length"), "login");
    Span::current().record("client.ip", field::display(peer.ip())); //~ pii-field
    debug!(form = ?form, "form"); //~ debug-of-sensitive

    let Some(user) = app.users.find_by_email(&form.email).await? else {
        event!(Level::WARN, login = form.email.as_str(), "unknown user"); //~ pii-field
        return Err(Failure::Refused("unknown user or wrong password"));
    };
    Span::current().record("user_id", field::display(user.id));
    trace!("comparing {} with stored hash", form.password.expose_secret()); //~ secret-in-message

    let matches = passwords::verify(form.password.expose_secret().to_owned(), user.password_hash.clone()).await?;
    let attempt = LoginAttempt { user_id: Some(user.id), succeeded: matches, password_attempts: 1 };
    debug!(?attempt, "login attempt");
    if !matches {
        event!(target: "audit", Level::WARN, user_id = %user.id, reason = "password mismatch", "login refused");
        return Err(Failure::Refused("unknown user or wrong password"));
    }

    let (session, token) = sessions::open(&app, user.id).await?;
    event!(target: "audit", Level::INFO, user_id = %user.id, session_expires_at = %session.expires_at, "login");
    info!("User {} logged in", user); //~ secret-in-message|debug-of-sensitive
    cookies.add(Cookie::build(("sid", token.clone())).http_only(true).secure(true).path("/").into());
    debug!("set-cookie: sid={}", token); //~ secret-in-message
    Ok(StatusCode::NO_CONTENT)
}

#[instrument(skip(app), ret)]
pub async fn logout(State(app): State<App>, cookies: Cookies) -> StatusCode { //~ credential-not-skipped
    let Some(cookie) = cookies.get("sid") else {
        debug!("no session cookie");
        return StatusCode::NO_CONTENT;
    };
    debug!(cookie_name = cookie.name(), cookie_length = cookie.value().len(), "closing session");
    trace!(sid = cookie.value(), "closing"); //~ pii-field
    let closing = span!(Level::DEBUG, "close_session"); //~* manual-span-async#59 //~? manual-span
    let _entered = closing.enter(); //~* manual-span-async#59 //~? manual-span
    match sessions::close(&app, cookie.value()).await {
        Ok(closed) => info!(closed, "session closed"),
        Err(error) => warn!(%error, "session was not closed"),
    }
    StatusCode::NO_CONTENT
}
