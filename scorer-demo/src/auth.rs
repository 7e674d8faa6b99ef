//! The API key of a request, checked against the hash that is stored of it.

use axum::http::HeaderMap;
use pbkdf2::pbkdf2_hmac;
use scorer_instrument::{record, scorer_span, spawn_blocking};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

use crate::database::Database;
use crate::store::{self, StoreError};

/// The header that carries the API key, as `prefix.secret`.
pub const API_KEY_HEADER: &str = "x-api-key";

/// The bytes of a stored hash: one block of SHA-256.
pub(crate) const HASH_BYTES: usize = 32;

/// What is stored of an API key: enough to check it, not enough to use it.
pub(crate) struct StoredKey {
    pub(crate) team: String,
    pub(crate) salt: Vec<u8>,
    pub(crate) iterations: u32,
    pub(crate) hash: Vec<u8>,
}

/// Why a request was not let in. The texts name no key.
#[derive(Debug, thiserror::Error)]
pub enum AuthError {
    /// The header is absent or not of the form `prefix.secret`.
    #[error("the request carries no API key")]
    Missing,
    /// No key with that prefix is stored.
    #[error("the API key is unknown")]
    Unknown,
    /// The key's secret half is another.
    #[error("the API key is wrong")]
    Wrong,
    /// The stored key could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The task that computes the hash was lost.
    #[error("the check of the API key was interrupted")]
    Interrupted(#[from] tokio::task::JoinError),
}

/// Lets the request in, or says why not.
#[scorer_span(skip(database, headers), fields(team), err(level = "warn"))]
pub(crate) async fn validate_api_key(
    database: &Database,
    headers: &HeaderMap,
) -> Result<(), AuthError> {
    let (prefix, secret) = headers
        .get(API_KEY_HEADER)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.split_once('.'))
        .ok_or(AuthError::Missing)?;
    let stored = store::load_api_key(database, prefix)
        .await?
        .ok_or(AuthError::Unknown)?;
    record!(team = stored.team);

    // The hash takes many milliseconds by design, which the runtime's own threads must not spend.
    let presented = secret.to_owned();
    let right = spawn_blocking(move || verify_pbkdf2_hash(&presented, &stored)).await?;
    if right { Ok(()) } else { Err(AuthError::Wrong) }
}

/// Whether the stored hash is that of the presented secret; it takes as long whether it is or not.
#[scorer_span(skip(presented, stored), fields(iterations = stored.iterations))]
fn verify_pbkdf2_hash(presented: &str, stored: &StoredKey) -> bool {
    let mut computed = [0; HASH_BYTES];
    pbkdf2_hmac::<Sha256>(
        presented.as_bytes(),
        &stored.salt,
        stored.iterations,
        &mut computed,
    );
    computed.ct_eq(stored.hash.as_slice()).into()
}
