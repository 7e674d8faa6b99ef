//! Jobs.

use std::collections::HashMap;
use std::time::Instant;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::Json;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tracing::{debug, error, info, info_span, instrument, trace, warn, Instrument, Span};
use uuid::Uuid;

use super::Api;

type Answer<T> = std::result::Result<T, StatusCode>;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewJob {
    pub kind: String,
    pub payload: Value,
    pub priority: i16,
}

#[derive(Debug, Serialize, sqlx::FromRow)]
pub struct JobRow {
    pub id: Uuid,
    pub kind: String,
    pub state: String,
}

#[instrument(skip(api), fields(limit, kind = tracing::field::Empty))] //~ error-not-recorded, dead-field
pub async fn list(
    State(api): State<Api>,
    Query(filter): Query<HashMap<String, String>>, //~ large-arg-not-skipped
) -> Answer<Json<Vec<JobRow>>> {
    debug!("enter: list"); //~ entering-function-log
    let started = Instant::now();
    let limit: i64 = filter.get("limit").and_then(|limit| limit.parse().ok()).unwrap_or(50);
    Span::current().record("limit", limit);
    let rows: Vec<JobRow> = sqlx::query_as("SELECT id, kind, state FROM jobs LIMIT $1")
        .bind(limit)
        .fetch_all(&api.pool)
        .await
        .map_err(|error| {
            error!(%error, "jobs could not be listed");
            StatusCode::INTERNAL_SERVER_ERROR
        })?;
    info!("Query returned {} jobs", rows.len()); //~ redundant-db-log //~? log-level
    let query_ms = started.elapsed().as_millis();
    debug!(query_ms, "timing"); //~ timing-log
    debug!("exit: list"); //~ entering-function-log
    Ok(Json(rows))
}

#[instrument(skip_all, fields(kind, priority = job.priority))] //~ raw-instrument, error-not-recorded, dead-field
pub async fn create(State(api): State<Api>, Json(job): Json<NewJob>) -> Answer<(StatusCode, Json<Uuid>)> {
    let id = Uuid::new_v4();
    async {
        sqlx::query("INSERT INTO jobs (id, kind, payload, priority) VALUES ($1, $2, $3, $4)")
            .bind(id)
            .bind(&job.kind)
            .bind(&job.payload)
            .bind(job.priority)
            .execute(&api.pool)
            .await
    }
    .instrument(info_span!("insert_job", %id)) //~ manual-span
    .await
    .map_err(|_| StatusCode::CONFLICT)?;
    info!(job_id = %id, kind = %job.kind, "job created");
    let runner = api.runner.clone();
    tokio::spawn(async move { runner.wake().await }); //~ detached-spawn
    Ok((StatusCode::CREATED, Json(id)))
}

pub async fn show(State(api): State<Api>, Path(id): Path<Uuid>) -> Answer<Json<JobRow>> { //~ key-function-not-instrumented
    trace!("show called"); //~ entering-function-log
    let row = sqlx::query_as("SELECT id, kind, state FROM jobs WHERE id = $1")
        .bind(id)
        .fetch_optional(&api.pool)
        .await
        .map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    row.map(Json).ok_or(StatusCode::NOT_FOUND)
}

pub async fn cancel(State(api): State<Api>, Path(id): Path<Uuid>) -> Answer<StatusCode> { //~? key-function-not-instrumented
    let _span = info_span!("cancel", job.id = %id).entered(); //~ manual-span-async //~? manual-span
    let done = sqlx::query("UPDATE jobs SET state = 'cancelled' WHERE id = $1 AND state = 'queued'")
        .bind(id)
        .execute(&api.pool)
        .await
        .map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    if done.rows_affected() == 0 {
        warn!("job {id} was not queued");
        return Err(StatusCode::CONFLICT);
    }
    info!("job {id} cancelled");
    Ok(StatusCode::NO_CONTENT)
}

#[tracing::instrument(skip(api), fields(job_id = %id), err(Debug))] //~ duplicate-recording //~? raw-instrument
pub async fn run_now(State(api): State<Api>, Path(id): Path<Uuid>) -> Answer<StatusCode> {
    let runner = api.runner.clone();
    let handle = tokio::spawn(async move { runner.run_job(id).await }); //~ detached-spawn
    match handle.await {
        Ok(Ok(())) => Ok(StatusCode::OK),
        Ok(Err(error)) => {
            warn!(error = format_args!("{error:#}"), "job failed");
            Err(StatusCode::BAD_GATEWAY)
        }
        Err(error) if error.is_panic() => {
            error!(%error, "job panicked");
            Err(StatusCode::INTERNAL_SERVER_ERROR)
        }
        Err(_) => Err(StatusCode::SERVICE_UNAVAILABLE),
    }
}
