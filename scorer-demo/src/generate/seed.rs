//! The sample rows: an API key, a community with its weights, a cached credential and an earlier claim.

use pbkdf2::pbkdf2_hmac;
use serde_json::json;
use sha2::Sha256;

use super::{
    COMMUNITY, FAR_AWAY, KEY_PREFIX, NOTICE, address, credential, derived, fingerprint, key_secret,
};
use crate::auth::HASH_BYTES;

/// Fewer than a password needs: the secret half of a key is 128 random bits, which nobody guesses one by one. Enough to
/// be the longest row of a tree, and in a debug build some tenths of a second.
const ITERATIONS: u32 = 20_000;

/// The SQL that inserts the sample rows.
pub(super) fn script() -> String {
    let salt = &derived("salt")[..16];
    let mut hash = [0; HASH_BYTES];
    pbkdf2_hmac::<Sha256>(key_secret().as_bytes(), salt, ITERATIONS, &mut hash);
    let (salt, hash) = (hex::encode(salt), hex::encode(hash));
    let cached = json!(credential("discord-account", "alice", "alice", FAR_AWAY));
    let (alice, erin) = (address("alice"), address("erin"));
    let claimed = fingerprint("github-account", "erin");
    format!(
        "-- {NOTICE}

INSERT INTO api_key (prefix, team, salt, iterations, hash)
VALUES ('{KEY_PREFIX}', 'sample-team', '{salt}', {ITERATIONS}, '{hash}')
ON CONFLICT DO NOTHING;

INSERT INTO community (id, name, threshold) VALUES ({COMMUNITY}, 'Open Grants', 15.0)
ON CONFLICT DO NOTHING;

INSERT INTO weights (community_id, provider, weight)
VALUES
    ({COMMUNITY}, 'github-account', 6.5),
    ({COMMUNITY}, 'ens-name', 4.0),
    ({COMMUNITY}, 'stake-small', 2.0),
    ({COMMUNITY}, 'stake-large', 8.0),
    ({COMMUNITY}, 'discord-account', 1.5)
ON CONFLICT DO NOTHING;

-- What the good request's address presented earlier.
INSERT INTO ceramic_cache (address, credential)
VALUES ('{alice}', '{cached}')
ON CONFLICT DO NOTHING;

-- The account that the duplicate request presents, claimed by another address.
INSERT INTO hash_links (community_id, hash, address, expires_at)
VALUES ({COMMUNITY}, '{claimed}', '{erin}', {FAR_AWAY})
ON CONFLICT DO NOTHING;
"
    )
}
