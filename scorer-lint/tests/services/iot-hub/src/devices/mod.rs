//! Devices and their secrets.

use std::collections::HashMap;
use std::fmt::{self, Display};
use std::net::IpAddr;
use std::sync::RwLock;

use axum::extract::{ConnectInfo, Path, Query, State};
use axum::http::StatusCode;
use axum::Json;
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use tracing::{debug, error, info, instrument, trace, warn, Span};
use uuid::Uuid;

use crate::Hub;

#[derive(Debug, Default)]
pub struct Registry {
    secrets: RwLock<HashMap<Uuid, String>>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Provision {
    pub serial_number: String,
    pub mac_address: String,
    pub model: String,
}

#[derive(Serialize)]
pub struct Provisioned {
    pub device_id: Uuid,
    pub secret: String,
}

pub struct Fingerprinted<'a>(&'a Provision);

impl Display for Fingerprinted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.0.model, self.0.serial_number.len())
    }
}

#[instrument(skip(hub), fields(model = %request.model, device_id = tracing::field::Empty), err(Debug))] //~ duplicate-recording
pub async fn provision(
    State(hub): State<Hub>,
    ConnectInfo(ip): ConnectInfo<IpAddr>, //~ pii-field|credential-not-skipped
    Json(request): Json<Provision>, //~ large-arg-not-skipped|debug-of-sensitive|pii-field|credential-not-skipped
) -> Result<Json<Provisioned>, StatusCode> {
    debug!(mac = %request.mac_address, "provisioning"); //~ pii-field
    debug!(device = %Fingerprinted(&request), "provisioning");
    debug!(model = %request.model, serial_len = request.serial_number.len(), "provisioning"); //~? entering-function-log
    let device_id = Uuid::new_v4();
    Span::current().record("device_id", device_id.to_string());
    let secret = Uuid::new_v4().simple().to_string();
    let stored = sqlx::query("INSERT INTO devices (id, model, secret_hash) VALUES ($1, $2, digest($3, 'sha256'))")
        .bind(device_id)
        .bind(&request.model)
        .bind(&secret)
        .execute(&hub.pool)
        .await;
    if let Err(error) = stored {
        error!(%error, %device_id, "device was not stored");
        return Err(StatusCode::INTERNAL_SERVER_ERROR);
    }
    hub.registry.secrets.write().expect("secrets").insert(device_id, secret.clone());
    trace!("registry: {:?}", hub.registry); //~ debug-of-sensitive|secret-in-message
    trace!(devices = hub.registry.secrets.read().expect("secrets").len(), "registry");
    info!(%device_id, "device provisioned");
    Ok(Json(Provisioned { device_id, secret }))
}

#[instrument(skip(hub, filter), fields(filters = filter.len()), ret(level = "debug"), err(Debug))] //~ raw-instrument //~? large-arg-not-skipped
pub async fn list(State(hub): State<Hub>, Query(filter): Query<HashMap<String, String>>) -> Result<Json<Vec<Uuid>>, StatusCode> {
    let ids = hub.registry.secrets.read().expect("secrets").keys().copied().collect::<Vec<_>>();
    for (key, value) in &filter {
        debug!(key, value, "filter");
    }
    Ok(Json(ids))
}

#[instrument(skip_all, fields(device.id = %id))] //~ raw-instrument, error-not-recorded
pub async fn rotate_secret(State(hub): State<Hub>, Path(id): Path<Uuid>) -> Result<String, StatusCode> {
    let fresh = Uuid::new_v4().simple().to_string();
    let old = hub.registry.secrets.write().expect("secrets").insert(id, fresh.clone());
    match &old {
        Some(old_secret) => debug!("replaced {}", old_secret), //~ secret-in-message
        None => warn!(device.id = %id, "the device had no secret"),
    }
    info!(rotated = old.is_some(), "secret rotated");
    store(&hub.pool, id, &fresh).await.map_err(|error| {
        error!(error = %error, "secret was not stored");
        StatusCode::INTERNAL_SERVER_ERROR
    })?;
    Ok(fresh)
}

#[instrument(skip(pool), err)] //~ instrumented-single-query
async fn store(
    pool: &PgPool,
    id: Uuid,
    device_secret: &str, //~ credential-not-skipped
) -> sqlx::Result<()> {
    sqlx::query("UPDATE devices SET secret_hash = digest($2, 'sha256') WHERE id = $1").bind(id).bind(device_secret).execute(pool).await?;
    Ok(())
}
