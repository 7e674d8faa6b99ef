//! Events.

use std::collections::HashMap;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::Json;
use serde::Deserialize;
use serde_json::Value;
use tracing::{debug, error, info, info_span, instrument, trace, warn};

use crate::store;
use crate::AppState;

static RECENT: Mutex<Vec<Event>> = Mutex::new(Vec::new());

#[derive(Clone, Debug, Deserialize)]
pub struct Event {
    pub id: String,
    pub kind: String,
    pub tenant_id: i64,
    pub ip_address: String,
    pub attributes: HashMap<String, Value>,
}

#[instrument(skip_all, fields(tenant = event.tenant_id, ip_address = %event.ip_address, kind = %event.kind))] //~ pii-field, error-not-recorded
pub async fn ingest(
    State(state): State<AppState>,
    headers: HeaderMap,
    Json(event): Json<Event>,
) -> Result<StatusCode, StatusCode> {
    info!("ingest: start"); //~ entering-function-log //~? log-level
    let auth = headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or("");
    debug!("auth header: {auth}"); //~ secret-in-message
    debug!(has_auth = !auth.is_empty(), content_type = ?headers.get("content-type"), "headers read");
    let client_ip = headers.get("x-forwarded-for").and_then(|value| value.to_str().ok()).unwrap_or("-");
    info!(client_ip, kind = %event.kind, "event received"); //~ pii-field
    trace!(attributes = ?event.attributes, "attributes"); //~? pii-field
    info!("validated kind, computing partition key"); //~? log-level, entering-function-log
    let partition_key = event.tenant_id % 16;
    debug!(partition_key, routing_key = %event.kind, "event routed");

    let mut recent = RECENT.lock().unwrap(); //~ blocking-in-async
    recent.push(event.clone());
    if recent.len() > 1_000 {
        store::insert_events(&state.db, &recent).await.map_err(|error| {
            error!(%error, "events were not stored");
            StatusCode::SERVICE_UNAVAILABLE
        })?;
        recent.clear();
    }
    drop(recent);

    match forward(&event).await {
        Ok(()) => {}
        Err(error) => {
            error!(%error, "forwarding failed, falling back to the queue"); //~ log-level
            store::enqueue(&state.db, &event).await.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
        }
    }
    info!("ingest: done"); //~ entering-function-log //~? log-level
    Ok(StatusCode::ACCEPTED)
}

async fn forward(event: &Event) -> anyhow::Result<()> {
    let body = serde_json::to_string(&event.attributes)?;
    for attempt in 0..3 {
        let response = ureq::post("http://downstream/events").send_string(&body); //~ blocking-in-async
        if response.is_ok() {
            return Ok(());
        }
        error!("attempt {} failed, retrying in 100ms", attempt); //~ log-level
        thread::sleep(Duration::from_millis(100)); //~ blocking-in-async
    }
    anyhow::bail!("downstream does not answer")
}

pub async fn stream(State(state): State<AppState>) -> Json<Vec<Event>> { //~? key-function-not-instrumented
    let span = info_span!("stream"); //~* manual-span#81 //~? manual-span-async
    let events = span.in_scope(|| { //~* manual-span#81 //~? manual-span-async
        let recent = RECENT.lock().unwrap();
        recent.iter().take(100).cloned().collect::<Vec<_>>()
    });
    let uptime = state.started.elapsed();
    debug!(uptime_seconds = uptime.as_secs(), events = events.len(), "streaming"); //~? timing-log
    let guard = info_span!("render", events = events.len()).entered(); //~ manual-span-async //~? manual-span
    tokio::task::yield_now().await;
    drop(guard);
    Json(events)
}

/// The pump between the channel and the store.
pub async fn pump(state: AppState, mut receiver: tokio::sync::mpsc::Receiver<Event>) {
    let mut batch = Vec::with_capacity(100);
    let mut last_flush = Instant::now();
    loop {
        tokio::select! {
            Some(event) = receiver.recv() => {
                trace!(event.id = %event.id, event.ip = %event.ip_address, "queued"); //~ pii-field
                batch.push(event);
            }
            _ = tokio::time::sleep(Duration::from_millis(500)) => {
                thread::sleep(Duration::from_millis(5)); //~ blocking-in-async
            }
        }
        if batch.len() >= 100 || last_flush.elapsed() > Duration::from_secs(1) {
            debug!("executing INSERT for {} events", batch.len()); //~ redundant-db-log
            if let Err(error) = store::insert_events(&state.db, &batch).await {
                warn!(%error, kept = batch.len(), "the batch stays for the next round");
                continue;
            }
            batch.clear();
            last_flush = Instant::now();
        }
    }
}
