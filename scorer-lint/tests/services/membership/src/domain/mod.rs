//! What a club knows.

pub mod ports;
pub mod service;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MemberId(Uuid);

impl fmt::Display for MemberId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailAddress(String);

impl FromStr for EmailAddress {
    type Err = DomainError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once('@') {
            Some((local, domain)) if !local.is_empty() && domain.contains('.') => Ok(Self(text.to_owned())),
            _ => Err(DomainError::NotAnEmail),
        }
    }
}

impl AsRef<str> for EmailAddress {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

#[derive(Clone, Debug)]
pub struct Member {
    pub id: MemberId,
    pub email: EmailAddress,
    pub tier: Tier,
    pub invited_by: Option<MemberId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tier {
    Basic,
    Plus { since_year: u16 },
}

#[derive(Debug, thiserror::Error)]
pub enum DomainError {
    #[error("not an e-mail address")]
    NotAnEmail,
    #[error("member {0} does not exist")]
    NoMember(MemberId),
    #[error("the invitation token has expired")]
    TokenExpired,
    #[error("storage")]
    Storage(#[source] anyhow::Error),
}
