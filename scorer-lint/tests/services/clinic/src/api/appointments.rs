//! Appointments.

use std::time::Duration;

use axum::extract::State;
use axum::Json;
use sqlx::PgPool;
use tracing::{debug, error, info, instrument, warn};
use uuid::Uuid;

use crate::domain::{Appointment, ClinicError, Outcome};

#[instrument(skip_all, fields(appointment.id = %appointment.id, starts_at = %appointment.starts_at, room = appointment.room.as_str()))] //~ raw-instrument, error-not-recorded
pub async fn book(State(pool): State<PgPool>, Json(appointment): Json<Appointment>) -> Outcome<Json<Uuid>> {
    debug!("book() start"); //~ entering-function-log
    let mut attempt = 0_u32;
    loop {
        attempt += 1;
        match try_book(&pool, &appointment).await {
            Ok(()) => break,
            Err(error @ ClinicError::SlotTaken) => {
                info!(appointment_id = %appointment.id, "slot is taken");
                return Err(error);
            }
            Err(error) if attempt < 3 => {
                let pause = Duration::from_millis(30 * u64::from(attempt));
                warn!(%error, attempt, ?pause, "serialization failure, booking again");
                tokio::time::sleep(pause).await;
            }
            Err(error) => {
                error!(%error, attempt, "booking failed");
                return Err(error);
            }
        }
    }
    let pool2 = pool.clone();
    let patient = appointment.patient_id;
    tokio::spawn(async move { //~ detached-spawn
        if let Err(error) = crate::reminders::plan(&pool2, patient).await {
            error!(%error, "no reminder was planned");
        }
    });
    info!(appointment_id = %appointment.id, patient_id = %appointment.patient_id, "appointment booked"); //~? pii-field
    Ok(Json(appointment.id))
}

async fn try_book(pool: &PgPool, appointment: &Appointment) -> Outcome<()> {
    let done = sqlx::query("INSERT INTO appointments SELECT $1, $2, $3 WHERE NOT EXISTS (SELECT 1 FROM appointments WHERE starts_at = $3)")
        .bind(appointment.id)
        .bind(appointment.patient_id)
        .bind(appointment.starts_at)
        .execute(pool)
        .await?;
    debug!(rows = done.rows_affected(), "insert done"); //~ redundant-db-log
    if done.rows_affected() == 0 {
        return Err(ClinicError::SlotTaken);
    }
    Ok(())
}
