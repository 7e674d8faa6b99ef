//! Files.

use std::fs;
use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use axum::extract::{Multipart, Path, State};
use axum::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use sha2::{Digest, Sha256};
use tracing::{debug, error, info, instrument, trace, warn};

use crate::store;
use crate::AppState;

#[instrument] //~? error-not-recorded
pub async fn upload(
    State(state): State<AppState>, //~ pool-not-skipped|debug-of-sensitive|large-arg-not-skipped|credential-not-skipped
    headers: HeaderMap, //~ credential-not-skipped
    mut multipart: Multipart, //~? large-arg-not-skipped
) -> Result<String, StatusCode> {
    trace!("enter upload"); //~ entering-function-log
    let started = Instant::now();
    let directory = state.config.read().unwrap().upload_dir.clone();
    let mut ids = Vec::new();
    while let Some(field) = multipart.next_field().await.map_err(|_| StatusCode::BAD_REQUEST)? {
        let name = field.file_name().unwrap_or("unnamed").to_owned();
        let data = field.bytes().await.map_err(|_| StatusCode::BAD_REQUEST)?;
        let hash = format!("{:x}", Sha256::digest(&data));
        debug!(file = %name, %hash, bytes = data.len(), "file received");
        let path = PathBuf::from(&directory).join(&hash);
        let mut file = File::create(&path).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?; //~ blocking-in-async
        file.write_all(&data).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?; //~? blocking-in-async
        info!("image decoded");
        store::insert_file(&state.db, &hash, &name).await.map_err(|error| {
            error!(%error, "file was not stored");
            StatusCode::INTERNAL_SERVER_ERROR
        })?;
        ids.push(hash);
    }
    println!("upload took {:?}", started.elapsed()); //~ print-macro //~? timing-log
    trace!("leaving upload"); //~ entering-function-log
    Ok(ids.join(","))
}

#[instrument(skip(state, body))] //~ raw-instrument, error-not-recorded
pub async fn replace(
    State(state): State<AppState>,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<StatusCode, StatusCode> {
    let path = PathBuf::from("/data").join(&id);
    if !path.exists() {
        warn!(%id, "no such file");
        return Err(StatusCode::NOT_FOUND);
    }
    let t0 = Instant::now();
    fs::copy(&path, path.with_extension("bak")).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?; //~ blocking-in-async
    tokio::fs::write(&path, &body).await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    let write_time = t0.elapsed();
    debug!(?write_time, "replaced"); //~ timing-log
    tracing::info!("replace finished in {}us", write_time.as_micros()); //~ timing-log
    let counters = state.counters.clone();
    tokio::spawn(async move { //~ detached-spawn
        let mut counters = counters.lock().unwrap();
        *counters.entry("replaced".into()).or_default() += 1;
    });
    Ok(StatusCode::OK)
}

pub async fn fetch(Path(id): Path<String>) -> Result<Vec<u8>, StatusCode> { //~ key-function-not-instrumented
    let path = PathBuf::from("/data").join(id);
    let bytes = tokio::task::spawn_blocking(move || fs::read(path)).await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    let bytes = tokio::task::block_in_place(|| bytes.map_err(|_| StatusCode::NOT_FOUND))?;
    debug!(bytes = bytes.len(), "file served");
    Ok(bytes)
}

/// A thumbnail; the caller runs it in `spawn_blocking`.
pub fn thumbnail(path: &std::path::Path) -> anyhow::Result<Vec<u8>> {
    let bytes = fs::read(path)?;
    let image = image::load_from_memory(&bytes)?;
    std::thread::sleep(std::time::Duration::from_millis(1));
    Ok(image.thumbnail(128, 128).into_bytes())
}
