//! Keeps certificates and secrets of a namespace in order.

mod reconcile;

use std::sync::Arc;

use futures::StreamExt;
use k8s_openapi::api::core::v1::Secret;
use kube::runtime::{watcher, Controller};
use kube::{Api, Client};
use tracing::{debug, error, info, warn};

pub struct Context {
    pub client: Client,
    pub namespace: String,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt::init();
    let client = Client::try_default().await?;
    let namespace = client.default_namespace().to_owned();
    let secrets: Api<Secret> = Api::namespaced(client.clone(), &namespace);
    let known = secrets.list(&kube::api::ListParams::default()).await?;
    info!(namespace, secret_count = known.items.len(), "watching secrets");
    info!("watching {} secrets in {namespace}", known.items.len());
    let context = Arc::new(Context { client, namespace });
    Controller::new(secrets, watcher::Config::default())
        .shutdown_on_signal()
        .run(reconcile::reconcile, reconcile::on_error, context)
        .for_each(|outcome| async move {
            match outcome {
                Ok((object, action)) => debug!(secret = %object.name, ?action, "reconciled"), //~? pii-field
                Err(error) => warn!(%error, "reconciliation failed"),
            }
        })
        .await;
    error!("the controller ended");
    Ok(())
}
