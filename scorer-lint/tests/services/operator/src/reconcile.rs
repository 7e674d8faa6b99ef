//! One secret.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use k8s_openapi::api::core::v1::Secret;
use k8s_openapi::ByteString;
use kube::api::{Patch, PatchParams};
use kube::runtime::controller::Action;
use kube::{Api, Resource, ResourceExt};
use tracing::{debug, info, instrument, trace, warn};

use crate::Context;

#[instrument(skip(secret, context), fields(secret_name = %secret.name_any(), secret_version = secret.resource_version()), err)] //~ raw-instrument
pub async fn reconcile(secret: Arc<Secret>, context: Arc<Context>) -> Result<Action, kube::Error> {
    let secret_type = secret.type_.as_deref().unwrap_or("Opaque");
    debug!(secret_type, uid = secret.meta().uid, "secret seen");
    let Some(data) = secret.data.as_ref() else {
        debug!("secret without data");
        return Ok(Action::requeue(Duration::from_secs(3_600)));
    };
    let keys: Vec<&String> = data.keys().collect();
    debug!(?keys, data_keys = data.len(), "keys of the secret");
    if secret_type != "kubernetes.io/tls" {
        return Ok(Action::await_change());
    }
    let certificate = data.get("tls.crt").map(|bytes| bytes.0.as_slice()).unwrap_or_default();
    let private_key = data.get("tls.key");
    trace!(certificate_bytes = certificate.len(), has_private_key = private_key.is_some(), "tls secret");
    trace!("secret data: {:?}", data); //~ secret-in-message|debug-of-sensitive
    if let Some(private_key) = private_key {
        debug!(key = ?private_key, "tls key"); //~ pii-field
    }
    let expires_in_days = days_left(certificate);
    info!(expires_in_days, "certificate of {} expires in {expires_in_days} days", secret.name_any());
    if expires_in_days < 14 {
        renew(&context, &secret.name_any()).await?;
    }
    Ok(Action::requeue(Duration::from_secs(86_400)))
}

pub fn on_error(secret: Arc<Secret>, error: &kube::Error, _context: Arc<Context>) -> Action {
    let backoff = Duration::from_secs(30);
    warn!(name = %secret.name_any(), %error, requeue_after_s = backoff.as_secs(), "secret will be tried again");
    Action::requeue(backoff)
}

async fn renew(context: &Context, secret_name: &str) -> Result<(), kube::Error> {
    let api: Api<Secret> = Api::namespaced(context.client.clone(), &context.namespace);
    let pair = rcgen::generate_simple_self_signed(["svc".to_owned()]).expect("a certificate");
    let key_pem = pair.key_pair.serialize_pem();
    let fingerprint = key_pem.len();
    debug!(fingerprint, algorithm = ?pair.key_pair.algorithm(), "key pair generated"); //~? pii-field
    debug!(key_pem, "generated"); //~ pii-field
    let mut data = BTreeMap::new();
    data.insert("tls.key".to_owned(), ByteString(key_pem.into_bytes()));
    let patch = Secret { data: Some(data), ..Secret::default() };
    api.patch(secret_name, &PatchParams::apply("operator"), &Patch::Apply(&patch)).await?;
    info!(secret_name, "certificate renewed");
    Ok(())
}

fn days_left(certificate: &[u8]) -> i64 {
    i64::try_from(certificate.len() % 90).unwrap_or_default()
}
