//! Medical records.

use axum::extract::{Path, State};
use axum::Json;
use serde_json::Value;
use sqlx::{Acquire, PgPool, Postgres};
use tracing::{debug, error, info, instrument, trace};
use uuid::Uuid;

use crate::domain::{Insured, Outcome};

#[instrument(skip(pool, record), fields(record_bytes = record.to_string().len()), err)] //~ raw-instrument
pub async fn append(State(pool): State<PgPool>, Path(id): Path<Uuid>, Json(record): Json<Value>) -> Outcome<()> {
    trace!(keys = record.as_object().map_or(0, |map| map.len()), "record");
    let mut tx = pool.begin().await?;
    let version = next_version(&mut tx, id).await?;
    debug!(version, "intermediate: next version");
    insert(&mut *tx, id, version, &record).await?;
    tx.commit().await?;
    info!(patient_id = %id, version, "record appended"); //~? pii-field
    Ok(())
}

#[instrument(skip_all, fields(patient_id = %id))] //~ instrumented-single-query //~? raw-instrument, error-not-recorded, pii-field
async fn next_version(tx: &mut sqlx::Transaction<'_, Postgres>, id: Uuid) -> sqlx::Result<i64> {
    sqlx::query_scalar!("SELECT coalesce(max(version), 0) + 1 FROM records WHERE patient_id = $1", id)
        .fetch_one(&mut **tx)
        .await
}

#[instrument(skip(db))] //~ error-not-recorded //~? instrumented-single-query
async fn insert<'c, A>(
    db: A,
    id: Uuid,
    version: i64,
    record: &Value, //~ large-arg-not-skipped
) -> sqlx::Result<()>
where
    A: Acquire<'c, Database = Postgres>,
{
    let mut connection = db.acquire().await?;
    sqlx::query("INSERT INTO records VALUES ($1, $2, $3)").bind(id).bind(version).bind(record).execute(&mut *connection).await?;
    Ok(())
}

pub fn log_insured(insured: &Insured) {
    debug!(?insured, "insured");
    debug!(plan = insured.plan, insured.id = %insured.id, "insured");
    if insured.plan.is_empty() {
        error!("no plan for {}", insured.id);
    }
}
