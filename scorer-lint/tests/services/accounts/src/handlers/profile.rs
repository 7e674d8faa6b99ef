//! One's own account.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use tracing::{debug, info, instrument, Span};

use super::Failure;
use crate::model::{Contact, SessionInfo, User};
use crate::startup::App;

#[derive(Debug, Serialize)]
pub struct Profile {
    pub display_name: String,
    pub avatar_url: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Update {
    pub display_name: Option<String>,
    pub phone: Option<String>,
}

#[instrument(skip(app), fields(user_id = %session.user_id))] //~ error-not-recorded, duplicate-recording //~? raw-instrument
pub async fn me(State(app): State<App>, Extension(session): Extension<SessionInfo>) -> Result<Json<User>, Failure> { //~? credential-not-skipped
    let user = app.users.get(session.user_id).await?;
    debug!("profile of {:?}", user); //~ debug-of-sensitive|secret-in-message
    Ok(Json(user))
}

#[instrument(skip(app, update), fields(changed.name = update.display_name.is_some(), changed.phone = update.phone.is_some()), err)] //~? raw-instrument
pub async fn update(
    State(app): State<App>,
    Extension(session): Extension<SessionInfo>, //~? credential-not-skipped
    Json(update): Json<Update>,
) -> Result<StatusCode, Failure> {
    if let Some(phone) = &update.phone {
        let contact = Contact { user_id: session.user_id, phone: phone.clone(), street: String::new() };
        debug!(?contact, "contact changed"); //~? pii-field
        debug!(phone_number = phone.as_str(), "phone"); //~ pii-field
        app.users.set_contact(&contact).await?;
    }
    if let Some(name) = update.display_name {
        debug!(name_length = name.len(), "name changed");
        app.users.set_name(session.user_id, &name).await?;
    }
    info!(user_id = %session.user_id, "profile updated");
    Ok(StatusCode::NO_CONTENT)
}

#[instrument(skip(app))] //~ error-not-recorded
pub async fn avatar(
    State(app): State<App>,
    Extension(session): Extension<SessionInfo>, //~? credential-not-skipped
    image: Bytes, //~ large-arg-not-skipped
) -> Result<StatusCode, Failure> {
    let path = PathBuf::from("/var/avatars").join(session.user_id.to_string());
    std::fs::create_dir_all(&path)?; //~ blocking-in-async
    std::fs::write(path.join("original"), &image)?; //~ blocking-in-async
    Span::current().record("image_bytes", image.len()); //~ missing-record
    app.users.touch(session.user_id).await?;
    info!(bytes = image.len(), "avatar stored");
    Ok(StatusCode::CREATED)
}
