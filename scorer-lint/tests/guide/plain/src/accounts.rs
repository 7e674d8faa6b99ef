//! The accounts, and what may go wrong with them.

use std::fmt;
use std::sync::Mutex;

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde::Serialize;

/// An account as the interface shows it.
#[derive(Clone, Debug, Serialize)]
pub struct Account {
    pub id: i64,
    pub is_confirmed: bool,
}

/// An account as it is kept.
struct Kept {
    account: Account,
    email: String,
    password: String,
}

#[derive(Debug)]
pub enum AccountError {
    Taken,
    Unknown,
    Refused,
    Mail(std::io::Error),
}

impl fmt::Display for AccountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Taken => f.write_str("there is such an account"),
            Self::Unknown => f.write_str("there is no such account"),
            Self::Refused => f.write_str("the credentials are wrong"),
            Self::Mail(error) => write!(f, "no mail was sent: {error}"),
        }
    }
}

impl std::error::Error for AccountError {}

impl From<std::io::Error> for AccountError {
    fn from(error: std::io::Error) -> Self {
        Self::Mail(error)
    }
}

impl IntoResponse for AccountError {
    fn into_response(self) -> Response {
        let status = match self {
            Self::Taken => StatusCode::CONFLICT,
            Self::Unknown => StatusCode::NOT_FOUND,
            Self::Refused => StatusCode::UNAUTHORIZED,
            Self::Mail(_) => StatusCode::BAD_GATEWAY,
        };
        (status, self.to_string()).into_response()
    }
}

/// All accounts.
#[derive(Default)]
pub struct Accounts {
    kept: Mutex<Vec<Kept>>,
}

impl Accounts {
    pub fn add(&self, email: &str, password: &str) -> Result<Account, AccountError> {
        let mut kept = self.kept.lock().unwrap();
        if kept.iter().any(|other| other.email == email) {
            return Err(AccountError::Taken);
        }
        let id = i64::try_from(kept.len()).unwrap_or(i64::MAX);
        let account = Account {
            id,
            is_confirmed: false,
        };
        kept.push(Kept {
            account: account.clone(),
            email: email.to_owned(),
            password: password.to_owned(),
        });
        Ok(account)
    }

    pub fn find(&self, account_id: i64) -> Result<Account, AccountError> {
        let kept = self.kept.lock().unwrap();
        let found = kept.iter().find(|kept| kept.account.id == account_id);
        found
            .map(|kept| kept.account.clone())
            .ok_or(AccountError::Unknown)
    }

    pub fn check(&self, email: &str, password: &str) -> Result<Account, AccountError> {
        let kept = self.kept.lock().unwrap();
        let found = kept
            .iter()
            .find(|kept| kept.email == email && kept.password == password);
        found
            .map(|kept| kept.account.clone())
            .ok_or(AccountError::Refused)
    }
}
