//! The sample requests, one for each way in which a request can end.

use serde_json::json;

use super::{COMMUNITY, FAR_AWAY, KEY_PREFIX, LONG_AGO, NOTICE, address, credential, key_secret};
use crate::auth::API_KEY_HEADER;
use crate::credentials::Credential;

/// The file names and contents of all requests.
pub(super) fn all() -> Vec<(&'static str, String)> {
    let right = format!("{KEY_PREFIX}.{}", key_secret());
    // The right prefix, so that it is the stored hash which tells.
    let wrong = format!(
        "{KEY_PREFIX}.{}",
        key_secret().chars().rev().collect::<String>()
    );

    let mut tampered = credential("stake-small", "frank", "frank", FAR_AWAY);
    "stake-large".clone_into(&mut tampered.provider);

    let good = body(&[
        credential("github-account", "alice", "alice", FAR_AWAY),
        credential("ens-name", "alice", "alice", FAR_AWAY),
        credential("stake-large", "alice", "alice", FAR_AWAY),
    ]);
    let bad_key = body(&[credential("github-account", "bob", "bob", FAR_AWAY)]);
    let expired = body(&[
        credential("github-account", "carol", "carol", FAR_AWAY),
        credential("stake-large", "carol", "carol", LONG_AGO),
    ]);
    let duplicate = body(&[
        // The account is erin's, who claimed it first (see the seed); the credential itself is signed for dave.
        credential("github-account", "erin", "dave", FAR_AWAY),
        credential("ens-name", "dave", "dave", FAR_AWAY),
    ]);
    let tampered = body(&[credential("ens-name", "frank", "frank", FAR_AWAY), tampered]);
    // Cut in the middle of its first credential, as by a connection that broke.
    let whole = body(&[credential("github-account", "grace", "grace", FAR_AWAY)]);
    let malformed = &whole[..whole.len() / 2];

    vec![
        (
            "good.http",
            request(
                "A good request: three signed credentials, and one cached earlier",
                "alice",
                &right,
                &good,
            ),
        ),
        (
            "bad-key.http",
            request(
                "A wrong API key: its stored hash does not match",
                "bob",
                &wrong,
                &bad_key,
            ),
        ),
        (
            "expired.http",
            request(
                "An expired credential: the score is computed without it",
                "carol",
                &right,
                &expired,
            ),
        ),
        (
            "duplicate.http",
            request(
                "A duplicate: another address claimed the account first",
                "dave",
                &right,
                &duplicate,
            ),
        ),
        (
            "tampered.http",
            request(
                "A tampered credential: its signature is for other words",
                "frank",
                &right,
                &tampered,
            ),
        ),
        (
            "malformed.http",
            request(
                "A malformed body: cut in the middle",
                "grace",
                &right,
                malformed,
            ),
        ),
    ]
}

fn request(title: &str, person: &str, key: &str, body: &str) -> String {
    let address = address(person);
    format!(
        "# {title}\n\
         # {NOTICE}\n\
         POST /v1/communities/{COMMUNITY}/scores/{address}\n\
         {API_KEY_HEADER}: {key}\n\
         content-type: application/json\n\
         \n\
         {body}\n"
    )
}

fn body(credentials: &[Credential]) -> String {
    format!("{:#}", json!({ "credentials": credentials }))
}
