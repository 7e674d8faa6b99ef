//! [`fingerprint`]: tells secrets apart without revealing them.

use std::fmt;
use std::hash::{BuildHasher, Hasher};
use std::sync::OnceLock;

use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::{FINGERPRINT_KEY, SHORTEST_FINGERPRINT_KEY};

/// How many bytes of the hash are kept. This is enough to tell millions of keys apart.
const BYTES: usize = 8;

/// The result of [`fingerprint`]: sixteen hexadecimal digits.
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

/// Returns a keyed hash of a secret, which may be recorded. The same secret always has the same fingerprint, and
/// without the key nobody can find the secret by trying likely values.
///
/// Use it to answer the question "which key was it?". The hash is HMAC-SHA-256 ([RFC
/// 2104](https://www.rfc-editor.org/rfc/rfc2104)), of which the first eight bytes are kept.
///
/// The key is the text of `TELEMETRY_FINGERPRINT_KEY`, which is read once and must have at least sixteen bytes. If it
/// is missing or shorter, each process uses a random key, and fingerprints can only be compared within one run of one
/// process. To compare the fingerprints of several instances of a service, give them the same key. That key is itself a
/// secret: anybody who has it can try likely values, such as e-mail addresses.
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
    // HMAC accepts a key of any length; one that is longer than a block is hashed.
    Hmac::new_from_slice(key).unwrap_or_else(|_| unreachable!("HMAC takes any key"))
}

/// Makes 256 random bits from the keys of the standard library's hash maps, which come from the operating system.
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
