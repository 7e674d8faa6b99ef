//! Messages of devices.

use std::time::{Duration, Instant};

use axum::extract::{Path, State};
use axum::Json;
use bytes::Bytes;
use hmac::{Hmac, Mac};
use rumqttc::{AsyncClient, Event, MqttOptions, Packet, QoS};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use sqlx::PgPool;
use tracing::{debug, error, info, info_span, instrument, trace, warn, Instrument};
use uuid::Uuid;

use crate::{Broker, Hub};

#[derive(Clone, Debug, Serialize, Deserialize, sqlx::FromRow)]
pub struct Reading {
    pub device_id: Uuid,
    pub celsius: f64,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
}

pub async fn listen(broker: Broker, hub: Hub) -> anyhow::Result<()> {
    let mut options = MqttOptions::new("hub", &broker.host, broker.port);
    options.set_credentials(&broker.username, &broker.password);
    options.set_keep_alive(Duration::from_secs(20));
    let (client, mut events) = AsyncClient::new(options, 100);
    client.subscribe("devices/+/telemetry", QoS::AtLeastOnce).await?;
    let mut pause = Duration::from_millis(100);
    loop {
        match events.poll().await {
            Ok(Event::Incoming(Packet::Publish(message))) => {
                pause = Duration::from_millis(100);
                let span = info_span!("message", topic = %message.topic, bytes = message.payload.len()); //~? manual-span
                if let Err(error) = accept(&hub, &message.topic, message.payload).instrument(span).await { //~? manual-span
                    warn!(%error, topic = %message.topic, "message refused");
                }
            }
            Ok(other) => trace!(?other, "control"),
            Err(error) => {
                error!(%error, pause_ms = pause.as_millis() as u64, "broker connection lost, reconnecting"); //~ log-level
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(Duration::from_secs(60));
            }
        }
    }
}

#[instrument(skip(hub), err)]
async fn accept(
    hub: &Hub,
    topic: &str,
    payload: Bytes, //~ large-arg-not-skipped
) -> anyhow::Result<()> {
    let text = std::str::from_utf8(&payload)?;
    let (body, signature) = text.rsplit_once('.').ok_or_else(|| anyhow::anyhow!("no signature"))?;
    let mut mac = Hmac::<Sha256>::new_from_slice(topic.as_bytes())?;
    mac.update(body.as_bytes());
    trace!(signature_length = signature.len(), body_length = body.len(), "signature split off");
    let reading: Reading = serde_json::from_str(body)?;
    trace!(celsius = reading.celsius, device_id = %reading.device_id, "reading");
    trace!(lat = reading.latitude, lon = reading.longitude, "position"); //~ pii-field
    debug!(?reading, "reading"); //~ debug-of-sensitive
    let begin = Instant::now();
    insert(&hub.pool, &reading).await?;
    debug!(insert_us = begin.elapsed().as_micros() as u64, "inserted reading"); //~ timing-log //~? redundant-db-log
    Ok(())
}

async fn insert(pool: &PgPool, reading: &Reading) -> sqlx::Result<()> {
    sqlx::query("INSERT INTO readings (device_id, celsius) VALUES ($1, $2)").bind(reading.device_id).bind(reading.celsius).execute(pool).await?;
    Ok(())
}

pub async fn latest(State(hub): State<Hub>, Path(id): Path<Uuid>) -> Json<Option<Reading>> { //~ key-function-not-instrumented
    info!("[latest] start id={}", id); //~ entering-function-log //~? log-level
    let reading = sqlx::query_as::<_, Reading>("SELECT * FROM readings WHERE device_id = $1 ORDER BY at DESC LIMIT 1").bind(id).fetch_optional(&hub.pool).await;
    match reading {
        Ok(reading) => Json(reading),
        Err(error) => {
            warn!(%error, device_id = %id, "no reading could be read");
            Json(None)
        }
    }
}
