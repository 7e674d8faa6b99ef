//! Signed credentials: read, checked against their issuer's signature, and sorted into stamps and what is left out.

use ed25519_dalek::{Signature, VerifyingKey};
use scorer_instrument::{record, scorer_span};
use serde::{Deserialize, Serialize};

use crate::domain::{Address, LeftOut, Reason, Stamp};

/// The longest name of a provider.
const LONGEST_PROVIDER: usize = 64;

/// The public key of the issuer that the service trusts.
#[derive(Clone, Copy)]
pub struct TrustedIssuer(VerifyingKey);

impl TrustedIssuer {
    /// The issuer with the public key that `text` holds as hexadecimal digits, or `None` when it holds no such key.
    pub fn from_hex(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text.trim(), &mut bytes).ok()?;
        VerifyingKey::from_bytes(&bytes).ok().map(Self)
    }
}

/// A credential as it is presented. It has no `Debug`: whoever holds its words may present it.
#[derive(Deserialize, Serialize)]
pub struct Credential {
    /// Who vouches for the holder.
    pub provider: String,
    /// The address that it was issued to.
    pub subject: String,
    /// The one-way fingerprint of the account behind it.
    pub hash: String,
    /// When it ends, in Unix seconds.
    pub expires_at: i64,
    /// The issuer's Ed25519 signature of `signed_text`, as hexadecimal digits.
    pub signature: String,
}

impl Credential {
    /// The words that the issuer signs. `is_readable` keeps line breaks out of the values, so that no two credentials
    /// have the same words.
    pub fn signed_text(&self) -> String {
        format!(
            "scorer-demo credential v1\nprovider: {}\nsubject: {}\nhash: {}\nexpires_at: {}\n",
            self.provider, self.subject, self.hash, self.expires_at
        )
    }

    fn is_readable(&self) -> bool {
        let provider = (1..=LONGEST_PROVIDER).contains(&self.provider.len())
            && self
                .provider
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        provider
            && Address::try_from(self.subject.clone()).is_ok()
            && hex::decode_to_slice(&self.hash, &mut [0; 32]).is_ok()
    }
}

/// Credentials, sorted.
#[derive(Default)]
pub(crate) struct Batch {
    pub(crate) stamps: Vec<Stamp>,
    pub(crate) left_out: Vec<LeftOut>,
}

/// Sorts what was presented, and what was cached from earlier requests, into stamps and what is left out.
#[scorer_span(
    skip(presented, cached, address, issuer, now),
    fields(presented_count = presented.len(), cached_count = cached.len(), stamp_count, rejected_count)
)]
pub(crate) fn validate_credentials_batch(
    presented: Vec<serde_json::Value>,
    cached: &[String],
    address: &Address,
    issuer: &TrustedIssuer,
    now: i64,
) -> Batch {
    let mut batch = Batch::default();
    let credentials = parse_credentials(presented, cached, &mut batch.left_out);
    verify_signatures(credentials, address, issuer, now, &mut batch);
    record!(stamp_count = batch.stamps.len());
    record!(rejected_count = batch.left_out.len());
    batch
}

/// Reads each credential by itself, so that one which cannot be read does not lose the others.
#[scorer_span(skip(presented, cached, left_out), fields(readable_count))]
fn parse_credentials(
    presented: Vec<serde_json::Value>,
    cached: &[String],
    left_out: &mut Vec<LeftOut>,
) -> Vec<Credential> {
    let presented = presented.into_iter().map(serde_json::from_value);
    let cached = cached.iter().map(|text| serde_json::from_str(text));
    let mut credentials = Vec::new();
    for parsed in presented.chain(cached) {
        match parsed {
            Ok(credential) if Credential::is_readable(&credential) => credentials.push(credential),
            _ => left_out.push(LeftOut {
                provider: "unreadable".to_owned(),
                reason: Reason::Malformed,
            }),
        }
    }
    record!(readable_count = credentials.len());
    credentials
}

/// Keeps the credentials that the issuer signed for this address and whose time is not over.
#[scorer_span(
    skip(credentials, address, issuer, now, batch),
    fields(credential_count = credentials.len(), expired_count, forged_count)
)]
fn verify_signatures(
    credentials: Vec<Credential>,
    address: &Address,
    issuer: &TrustedIssuer,
    now: i64,
    batch: &mut Batch,
) {
    for credential in credentials {
        match verify(&credential, address, issuer, now) {
            Ok(()) => batch.stamps.push(Stamp {
                provider: credential.provider,
                fingerprint: credential.hash,
                expires_at: credential.expires_at,
            }),
            Err(reason) => batch.left_out.push(LeftOut {
                provider: credential.provider,
                reason,
            }),
        }
    }
    let count = |reason| {
        batch
            .left_out
            .iter()
            .filter(|it| it.reason == reason)
            .count()
    };
    let (expired, forged) = (count(Reason::Expired), count(Reason::BadSignature));
    record!(expired_count = expired);
    record!(forged_count = forged);
}

/// The signature comes first: what nobody signed says nothing about its time or its holder.
fn verify(
    credential: &Credential,
    address: &Address,
    issuer: &TrustedIssuer,
    now: i64,
) -> Result<(), Reason> {
    let mut signature = [0; 64];
    hex::decode_to_slice(&credential.signature, &mut signature)
        .map_err(|_| Reason::BadSignature)?;
    issuer
        .0
        .verify_strict(
            credential.signed_text().as_bytes(),
            &Signature::from_bytes(&signature),
        )
        .map_err(|_| Reason::BadSignature)?;
    if !credential.subject.eq_ignore_ascii_case(address.as_str()) {
        return Err(Reason::NotTheirs);
    }
    if credential.expires_at <= now {
        return Err(Reason::Expired);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Batch, TrustedIssuer, validate_credentials_batch};
    use crate::domain::{Address, Reason};
    use crate::generate::{FAR_AWAY, address, credential};
    use crate::samples::ISSUER;

    fn validated(presented: Vec<Value>, now: i64) -> Batch {
        let alice = Address::try_from(address("alice")).expect("an address");
        let issuer = TrustedIssuer::from_hex(ISSUER).expect("a key");
        validate_credentials_batch(presented, &[], &alice, &issuer, now)
    }

    fn reasons(batch: &Batch) -> Vec<Reason> {
        batch
            .left_out
            .iter()
            .map(|left_out| left_out.reason)
            .collect()
    }

    fn signed_for(person: &str) -> Value {
        json!(credential("ens-name", person, person, FAR_AWAY))
    }

    #[test]
    fn a_credential_of_another_address_is_left_out() {
        let batch = validated(vec![signed_for("bob"), signed_for("alice")], 0);
        assert_eq!(batch.stamps.len(), 1);
        assert_eq!(reasons(&batch), [Reason::NotTheirs]);
    }

    #[test]
    fn a_credential_ends_at_its_last_second() {
        assert_eq!(
            validated(vec![signed_for("alice")], FAR_AWAY - 1)
                .stamps
                .len(),
            1
        );
        let batch = validated(vec![signed_for("alice")], FAR_AWAY);
        assert_eq!(reasons(&batch), [Reason::Expired]);
    }

    #[test]
    fn what_cannot_be_read_loses_nothing_else() {
        let mut broken = signed_for("alice");
        broken["provider"] = "two\nlines".into();
        let presented = vec![json!(null), json!({}), broken, signed_for("alice")];
        let batch = validated(presented, 0);
        assert_eq!(batch.stamps.len(), 1);
        assert_eq!(reasons(&batch), [Reason::Malformed; 3]);
    }

    #[test]
    fn a_signature_of_another_length_or_alphabet_does_not_verify() {
        for signature in ["", "00", "not hexadecimal"] {
            let mut broken = signed_for("alice");
            broken["signature"] = signature.into();
            assert_eq!(reasons(&validated(vec![broken], 0)), [Reason::BadSignature]);
        }
    }
}
