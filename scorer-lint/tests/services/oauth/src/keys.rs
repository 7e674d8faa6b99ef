//! Keys that sign.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use jsonwebtoken::EncodingKey;
use serde::Serialize;
use tracing::{debug, info, trace, warn};
use uuid::Uuid;

use crate::Server;

#[derive(Clone, Debug, Serialize)]
pub struct PublicJwk {
    pub kid: String,
    pub kty: &'static str,
    pub n: String,
    pub e: String,
}

pub struct KeySet {
    keys: BTreeMap<String, (EncodingKey, PublicJwk)>,
}

pub struct Signed {
    pub id: Uuid,
    pub text: String,
    pub expires_at: i64,
}

impl KeySet {
    pub fn load(dir: impl AsRef<Path>) -> anyhow::Result<Self> {
        let mut keys = BTreeMap::new();
        for entry in std::fs::read_dir(dir)? {
            let path = entry?.path();
            let pem = std::fs::read(&path)?;
            let kid = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
            match EncodingKey::from_rsa_pem(&pem) {
                Ok(key) => {
                    let public = PublicJwk { kid: kid.clone(), kty: "RSA", n: String::new(), e: "AQAB".into() };
                    debug!(?public, key_file = %path.display(), "key loaded");
                    keys.insert(kid, (key, public));
                }
                Err(error) => warn!(%error, key_path = %path.display(), pem_bytes = pem.len(), "not a key"),
            }
        }
        info!(keys = keys.len(), "signing keys loaded");
        Ok(Self { keys })
    }

    pub fn len(&self) -> usize {
        self.keys.len()
    }

    pub fn current_id(&self) -> Option<&str> {
        self.keys.keys().next_back().map(String::as_str)
    }

    pub fn sign(&self, subject: Uuid, ttl: Duration) -> Signed {
        let kid = self.current_id().unwrap_or_default();
        trace!(kid, %subject, ttl_s = ttl.as_secs(), "signing");
        let id = Uuid::new_v4();
        let expires_at = chrono::Utc::now().timestamp() + ttl.as_secs() as i64;
        let jwt = format!("{kid}.{id}.{expires_at}");
        trace!("signed {jwt}"); //~ secret-in-message
        trace!(bytes = jwt.len(), jwt.kid = kid, "signed");
        Signed { id, text: jwt, expires_at }
    }
}

pub async fn jwks(State(server): State<Arc<Server>>) -> Json<Vec<PublicJwk>> { //~? key-function-not-instrumented
    let keys: Vec<PublicJwk> = server.keys.keys.values().map(|(_, public)| public.clone()).collect();
    debug!(public_keys = keys.len(), "jwks served");
    Json(keys)
}
