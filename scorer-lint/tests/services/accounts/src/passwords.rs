//! Hashing, off the executor.

use anyhow::anyhow;
use argon2::password_hash::rand_core::OsRng;
use argon2::password_hash::SaltString;
use argon2::{Argon2, PasswordHash, PasswordHasher, PasswordVerifier};
use tracing::{debug, info_span, warn};

pub async fn hash(password: String) -> anyhow::Result<String> {
    tokio::task::spawn_blocking(move || {
        let salt = SaltString::generate(&mut OsRng);
        let hash = Argon2::default().hash_password(password.as_bytes(), &salt).map_err(|error| anyhow!("{error}"))?;
        debug!(algorithm = %hash.algorithm, "password hashed");
        Ok(hash.to_string())
    })
    .await?
}

pub async fn verify(password: String, stored: String) -> anyhow::Result<bool> {
    if stored.starts_with("$2") {
        // Accounts from before 2021.
        warn!(hash_algorithm = "bcrypt", "legacy hash");
        return Ok(bcrypt::verify(&password, &stored)?); //~ blocking-in-async
    }
    let span = info_span!("verify_hash"); //~? manual-span
    tokio::task::spawn_blocking(move || {
        let _entered = span.entered(); //~? manual-span
        let parsed = PasswordHash::new(&stored).map_err(|error| anyhow!("stored hash: {error}"))?;
        Ok(Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
    })
    .await?
}

pub async fn rehash_on_login(password: &str) -> anyhow::Result<String> {
    let salt = SaltString::generate(&mut OsRng);
    let hash = Argon2::default().hash_password(password.as_bytes(), &salt).map_err(|error| anyhow!("{error}"))?; //~ blocking-in-async
    Ok(hash.to_string())
}

/// Called at start-up only, before the runtime.
pub fn self_test() -> bool {
    let hash = bcrypt::hash("self test", 4).unwrap_or_default();
    bcrypt::verify("self test", &hash).unwrap_or(false)
}
