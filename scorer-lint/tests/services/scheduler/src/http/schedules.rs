//! Schedules.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::Json;
use serde::{Deserialize, Serialize};
use tracing::{debug, debug_span, error, info, instrument, span, trace, Level};

use super::Api;

#[derive(Clone, Debug, Serialize, Deserialize, sqlx::FromRow)]
pub struct Schedule {
    pub name: String,
    pub cron: String,
    pub owner_id: i64,
}

#[instrument(skip_all)] //~ raw-instrument
pub async fn list_schedules(State(api): State<Api>) -> Json<Vec<Schedule>> {
    let read = span!(Level::DEBUG, "read_schedules"); //~* manual-span-async //~? manual-span
    let guard = read.enter(); //~* manual-span-async //~? manual-span
    let rows = sqlx::query_as("SELECT name, cron, owner_id FROM schedules").fetch_all(&api.pool).await;
    drop(guard);
    match rows {
        Ok(rows) => {
            let rows: Vec<Schedule> = rows;
            trace!(count = rows.len(), "schedules");
            Json(rows)
        }
        Err(error) => {
            error!(%error, "schedules could not be read, falling back to none"); //~ log-level
            Json(Vec::new())
        }
    }
}

#[instrument(skip(api), fields(name = %schedule.name), err(Debug))] //~ duplicate-recording
pub async fn put_schedule(
    State(api): State<Api>,
    Json(schedule): Json<Schedule>, //~? large-arg-not-skipped, debug-of-sensitive
) -> Result<StatusCode, StatusCode> {
    let parsed = parse(&schedule.cron).ok_or(StatusCode::BAD_REQUEST)?;
    info!(fields = parsed, "intermediate parse result"); //~ log-level
    sqlx::query("INSERT INTO schedules VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE SET cron = $2")
        .bind(&schedule.name)
        .bind(&schedule.cron)
        .bind(schedule.owner_id)
        .execute(&api.pool)
        .await
        .map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    info!(schedule = %schedule.name, owner_id = schedule.owner_id, "schedule saved");
    Ok(StatusCode::OK)
}

#[instrument(skip(api), err(Debug))] //~ raw-instrument
pub async fn remove_schedule(State(api): State<Api>, Path(name): Path<String>) -> Result<StatusCode, StatusCode> {
    let done = sqlx::query("DELETE FROM schedules WHERE name = $1").bind(&name).execute(&api.pool).await;
    match done {
        Ok(done) if done.rows_affected() == 1 => {
            info!("schedule removed");
            Ok(StatusCode::NO_CONTENT)
        }
        Ok(_) => Err(StatusCode::NOT_FOUND),
        Err(error) => {
            error!(%error, "schedule was not removed");
            Err(StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

fn parse(cron: &str) -> Option<usize> {
    let span = debug_span!("parse", cron); //~* manual-span
    let _entered = span.enter(); //~* manual-span
    let count = cron.split_whitespace().count();
    debug!(count, "cron fields");
    (5..=6).contains(&count).then_some(count)
}
