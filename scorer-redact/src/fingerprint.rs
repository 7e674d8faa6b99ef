//! [`fingerprint`]: tells secrets apart without saying what they are.

use std::fmt;
use std::hash::{BuildHasher, Hasher};
use std::sync::OnceLock;

use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::{FINGERPRINT_KEY, SHORTEST_FINGERPRINT_KEY};

/// How many bytes of the hash are kept: enough to tell millions of keys apart.
const BYTES: usize = 8;

/// What [`fingerprint`] returns: sixteen letters in hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; BYTES]);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A keyed hash of a secret, which may be recorded: the same secret has the same fingerprint, and nobody without the key
/// can find the secret by trying.
///
/// It answers "which key was it?". The hash is HMAC-SHA-256 ([RFC 2104](https://www.rfc-editor.org/rfc/rfc2104)), of which
/// the first eight bytes are kept.
///
/// The key is the text of `TELEMETRY_FINGERPRINT_KEY`, read once, of at least sixteen bytes. Without it, or with a shorter
/// one, each process makes a random key: fingerprints then tell secrets apart within one run of one process only. Instances
/// of a service whose fingerprints are compared need the same key, which is a secret itself: whoever has it can try likely
/// values, e-mail addresses for example.
///
/// ```
/// use scorer_redact::fingerprint;
///
/// let (first, second) = (fingerprint("sample key 1"), fingerprint("sample key 2"));
/// assert_eq!(first, fingerprint("sample key 1"));
/// assert_ne!(first, second);
/// assert_eq!(first.to_string().len(), 16);
/// ```
pub fn fingerprint(secret: impl AsRef<[u8]>) -> Fingerprint {
    static KEYED: OnceLock<Hmac<Sha256>> = OnceLock::new();
    let keyed = KEYED.get_or_init(|| {
        let from_environment = std::env::var_os(FINGERPRINT_KEY)
            .map(|key| key.into_encoded_bytes().trim_ascii().to_vec())
            .filter(|key| key.len() >= SHORTEST_FINGERPRINT_KEY);
        keyed_by(&from_environment.unwrap_or_else(random_key))
    });
    of(keyed.clone(), secret.as_ref())
}

fn of(mut hash: Hmac<Sha256>, secret: &[u8]) -> Fingerprint {
    hash.update(secret);
    let whole = hash.finalize().into_bytes();
    let mut bytes = [0; BYTES];
    bytes.copy_from_slice(&whole[..BYTES]);
    Fingerprint(bytes)
}

fn keyed_by(key: &[u8]) -> Hmac<Sha256> {
    // A key of any length is taken: what is longer than a block is hashed.
    Hmac::new_from_slice(key).unwrap_or_else(|_| unreachable!("HMAC takes any key"))
}

/// 256 bits out of the keys of the standard library's hash maps, which the operating system makes.
fn random_key() -> Vec<u8> {
    (0..4_u64)
        .flat_map(|round| {
            let mut hasher = std::hash::RandomState::new().build_hasher();
            hasher.write_u64(round);
            hasher.finish().to_le_bytes()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{keyed_by, of};

    /// The first two cases of [RFC 4231](https://www.rfc-editor.org/rfc/rfc4231#section-4).
    #[test]
    fn it_is_hmac_sha_256() {
        let first = of(keyed_by(&[0x0b; 20]), b"Hi There");
        assert_eq!(first.to_string(), "b0344c61d8db3853");
        let second = of(keyed_by(b"Jefe"), b"what do ya want for nothing?");
        assert_eq!(second.to_string(), "5bdcc146bf60754e");
    }

    #[test]
    fn random_keys_differ() {
        assert_ne!(super::random_key(), super::random_key());
    }
}
