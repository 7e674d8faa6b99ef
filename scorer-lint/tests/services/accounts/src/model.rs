//! What an account is made of.

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Clone, Debug, Serialize, sqlx::FromRow)]
pub struct User {
    pub id: Uuid,
    pub email: String,
    pub display_name: String,
    pub password_hash: String,
    pub date_of_birth: Option<NaiveDate>,
    pub email_verified: bool,
    pub created_at: DateTime<Utc>,
}

/// Debug leaves out what identifies a person.
#[derive(Clone)]
pub struct Contact {
    pub user_id: Uuid,
    pub phone: String,
    pub street: String,
}

impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Contact").field("user_id", &self.user_id).finish_non_exhaustive()
    }
}

/// Debug by hand, and it shows all.
pub struct Invitation {
    pub id: Uuid,
    pub invitee_email: String,
    pub token: String,
}

impl fmt::Debug for Invitation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Invitation")
            .field("id", &self.id)
            .field("invitee_email", &self.invitee_email)
            .field("token", &self.token)
            .finish()
    }
}

impl fmt::Display for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} <{}>", self.display_name, self.email)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Plan {
    Free,
    Team,
    Enterprise,
}

/// `SecretString` prints `[REDACTED]`.
#[derive(Debug, Deserialize)]
pub struct Login {
    pub email: String,
    pub password: SecretString,
}

#[derive(Debug, Deserialize)]
pub struct Register {
    pub email: String,
    pub password: String,
    pub plan: Plan,
    pub referral: Option<Uuid>,
}

#[derive(Debug, Clone)]
pub struct SessionInfo {
    pub id: Uuid,
    pub user_id: Uuid,
    pub expires_at: DateTime<Utc>,
}

#[derive(Debug, Clone)]
pub struct PasswordPolicy {
    pub min_length: usize,
    pub max_age_days: u32,
    pub require_digit: bool,
}

#[derive(Debug)]
pub struct LoginAttempt {
    pub user_id: Option<Uuid>,
    pub succeeded: bool,
    pub password_attempts: u32,
}
