//! New accounts.

use axum::extract::State;
use axum::http::StatusCode;
use axum::Json;
use tracing::{self, debug, info as note, instrument, warn};
use uuid::Uuid;

use super::Failure;
use crate::model::{PasswordPolicy, Register};
use crate::passwords;
use crate::startup::App;

#[instrument(name = "register", skip(app))] //~ error-not-recorded
pub async fn register(
    State(app): State<App>,
    Json(form): Json<Register>, //~ large-arg-not-skipped|credential-not-skipped|debug-of-sensitive
) -> Result<(StatusCode, Json<Uuid>), Failure> {
    note!("new registration from {}", form.email); //~ secret-in-message
    let policy = PasswordPolicy { min_length: 12, max_age_days: 365, require_digit: true };
    debug!(?policy, "password policy in force");
    if form.password.len() < policy.min_length {
        warn!(length = form.password.len(), min = policy.min_length, "password too short");
        return Err(Failure::Refused("password too short"));
    }
    if app.users.find_by_email(&form.email).await?.is_some() {
        warn!(email_known = true, "registration with a known address");
        warn!(user.email = %form.email, "already registered"); //~ pii-field
        return Err(Failure::Refused("already registered"));
    }
    let Register { email, password, plan, referral } = form;
    let hash = passwords::hash(password).await?;
    let id = app.users.insert(&email, &hash, plan).await?;
    note!(user_id = %id, ?plan, referral = referral.is_some(), "account created");
    debug!("stored hash {hash}"); //~ secret-in-message
    if let Err(error) = app.mailer.welcome(&email).await {
        warn!(%error, user_id = %id, "welcome mail was not sent");
        warn!("could not mail {email}: {error}"); //~ secret-in-message
    }
    Ok((StatusCode::CREATED, Json(id)))
}
