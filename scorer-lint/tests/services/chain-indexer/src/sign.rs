//! Signs checkpoints.

use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};
use tracing::{debug, trace, warn};

pub struct Signer {
    signing_key: SigningKey,
    public_key: VerifyingKey,
}

impl Signer {
    pub fn from_seed_file(path: &str) -> anyhow::Result<Self> {
        let seed = std::fs::read(path)?;
        let seed_length = seed.len();
        debug!(path, seed_length, "seed read");
        let signing_key = SigningKey::from_bytes(seed.as_slice().try_into()?);
        let public_key = signing_key.verifying_key();
        debug!(verifying_key = ?public_key, "signing key derived");
        Ok(Self { signing_key, public_key })
    }

    pub fn public_key_hex(&self) -> String {
        hex::encode(self.public_key.as_bytes())
    }

    pub fn sign(&self, checkpoint: &[u8]) -> Vec<u8> {
        let signature = self.signing_key.sign(checkpoint);
        trace!(bytes = checkpoint.len(), key_id = %&self.public_key_hex()[..8], "checkpoint signed");
        signature.to_vec()
    }

    pub fn check(&self, checkpoint: &[u8], signature: &[u8]) -> bool {
        let Ok(signature) = ed25519_dalek::Signature::from_slice(signature) else {
            warn!(length = signature.len(), "not a signature");
            return false;
        };
        let valid = self.public_key.verify_strict(checkpoint, &signature).is_ok();
        if !valid {
            warn!(pubkey = %self.public_key_hex(), "a checkpoint of another key");
        }
        valid
    }
}
