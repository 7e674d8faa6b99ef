//! Writes the bundled samples anew: really signed credentials, a really hashed API key.
//!
//! All of it is public sample material. Every key is derived from the phrase below, so that each run writes the same
//! bytes and anyone can sign more; nothing here protects anything.

mod requests;
mod seed;

use std::fs;
use std::io;
use std::path::Path;

use ed25519_dalek::{Signer as _, SigningKey};
use sha2::{Digest as _, Sha256};

use crate::credentials::Credential;

/// What every sample key is derived from. Public.
const PHRASE: &str = "scorer-demo: public sample material, protects nothing";

/// What every file with a key or a credential says of itself.
const NOTICE: &str =
    "Public sample material, written by `cargo demo generate`; it protects nothing.";

/// 2100-01-01: no sample ends by itself.
pub(crate) const FAR_AWAY: i64 = 4_102_444_800;
/// 2024-01-01.
pub(crate) const LONG_AGO: i64 = 1_704_067_200;

/// The community that the samples ask about.
pub(crate) const COMMUNITY: i64 = 7;

/// The file names and contents of all samples.
pub fn files() -> Vec<(&'static str, String)> {
    let mut files = requests::all();
    files.push(("seed.sql", seed::script()));
    let issuer = hex::encode(issuer().verifying_key().as_bytes());
    files.push(("issuer.hex", format!("{issuer}\n")));
    files
}

/// Writes all samples into a directory that exists.
///
/// # Errors
///
/// When a file cannot be written.
pub fn write(directory: &Path) -> io::Result<()> {
    files()
        .into_iter()
        .try_for_each(|(name, text)| fs::write(directory.join(name), text))
}

/// 32 bytes that belong to `purpose`.
pub(crate) fn derived(purpose: &str) -> [u8; 32] {
    Sha256::digest(format!("{PHRASE}: {purpose}")).into()
}

fn issuer() -> SigningKey {
    SigningKey::from_bytes(&derived("issuer"))
}

/// The first half of the samples' API key, by which it is looked up.
pub(crate) const KEY_PREFIX: &str = "sample";

/// The second half of the samples' API key.
pub(crate) fn key_secret() -> String {
    hex::encode(&derived("api key")[..16])
}

/// The wallet's address of one of the samples' people.
pub(crate) fn address(person: &str) -> String {
    format!(
        "0x{}",
        hex::encode(&derived(&format!("wallet of {person}"))[..20])
    )
}

/// The fingerprint of one of the samples' accounts.
fn fingerprint(provider: &str, account: &str) -> String {
    hex::encode(derived(&format!("{account} at {provider}")))
}

/// A credential that the issuer signed: `person` holds `account` at `provider`.
pub(crate) fn credential(
    provider: &str,
    account: &str,
    person: &str,
    expires_at: i64,
) -> Credential {
    let mut credential = Credential {
        provider: provider.to_owned(),
        subject: address(person),
        hash: fingerprint(provider, account),
        expires_at,
        signature: String::new(),
    };
    let signature = issuer().sign(credential.signed_text().as_bytes());
    credential.signature = hex::encode(signature.to_bytes());
    credential
}
