//! The values that the service speaks of: communities, addresses, stamps, scores and why a credential was left out.

use std::fmt;

use scorer_instrument::Recordable;
use serde::{Deserialize, Serialize};

/// The row id of a community.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Recordable)]
pub struct CommunityId(pub i64);

impl fmt::Display for CommunityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The public address of a wallet: `0x` and forty hexadecimal digits, kept in lower case.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Recordable)]
#[serde(try_from = "String")]
pub struct Address(String);

impl Address {
    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Address {
    type Error = NotAnAddress;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text.strip_prefix("0x") {
            Some(digits) if digits.len() == 40 && digits.bytes().all(|b| b.is_ascii_hexdigit()) => {
                Ok(Self(text.to_ascii_lowercase()))
            }
            _ => Err(NotAnAddress),
        }
    }
}

/// A text that is no address; the text itself is not repeated.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("an address is `0x` and forty hexadecimal digits")]
pub struct NotAnAddress;

/// What is left of a credential once it is verified.
pub struct Stamp {
    /// Who vouches for the holder, such as `github-account`.
    pub provider: String,
    /// The one-way fingerprint of the account behind the credential; the same account gives the same one.
    pub fingerprint: String,
    /// When it ends, in Unix seconds.
    pub expires_at: i64,
}

/// A score in points.
#[derive(
    Clone, Copy, Debug, Default, Deserialize, PartialEq, PartialOrd, Recordable, Serialize,
)]
pub struct Score(pub f64);

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Why a credential does not count.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Recordable, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It cannot be read.
    Malformed,
    /// It was issued to another address.
    NotTheirs,
    /// Its time is over.
    Expired,
    /// The issuer did not sign these words.
    BadSignature,
    /// Another address claimed the same account first.
    AlreadyClaimed,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "malformed",
            Self::NotTheirs => "issued to another address",
            Self::Expired => "expired",
            Self::BadSignature => "signature does not verify",
            Self::AlreadyClaimed => "claimed by another address",
        })
    }
}

/// A credential that does not count, and why.
#[derive(Debug, Deserialize, Serialize)]
pub struct LeftOut {
    /// Who issued it, as far as it could be read.
    pub provider: String,
    /// Why it does not count.
    pub reason: Reason,
}
