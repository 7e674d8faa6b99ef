//! Patients.

use std::collections::BTreeMap;

use axum::extract::{Path, Query, State};
use axum::{debug_handler, Json};
use sqlx::{PgPool, Row};
use tracing::{debug, field, info, instrument, warn, Span};
use uuid::Uuid;
use validator::Validate;

use crate::domain::{ClinicError, NewPatient, Outcome, Patient, PatientId};

#[debug_handler]
#[instrument(name = "patients.register", skip(pool), fields(patient.id = field::Empty))] //~ error-not-recorded
pub async fn register(
    State(pool): State<PgPool>,
    Json(new): Json<NewPatient>, //~ large-arg-not-skipped|debug-of-sensitive|pii-field|credential-not-skipped
) -> Outcome<Json<PatientRef>> {
    new.validate()?;
    info!("registering {} {}", new.first_name, new.last_name); //~ secret-in-message
    let row = sqlx::query("INSERT INTO patients (first_name, last_name, date_of_birth, ssn) VALUES ($1, $2, $3, $4) RETURNING id")
        .bind(&new.first_name)
        .bind(&new.last_name)
        .bind(new.date_of_birth)
        .bind(&new.ssn)
        .fetch_one(&pool)
        .await?;
    let id: Uuid = row.get("id");
    Span::current().record("patient.id", field::display(id));
    if let Some(email) = new.email.as_deref() {
        debug!(recipient = email, "confirmation queued"); //~ pii-field
        debug!(email_domain = email.split('@').nth(1), "confirmation queued"); //~? pii-field
    }
    if new.ssn.is_none() {
        warn!(patient_id = %id, "registered without an ssn"); //~? pii-field
    }
    debug!(ssn_given = new.ssn.is_some(), first_name_len = new.first_name.len(), "registered");
    info!(patient = %PatientId(id), "patient registered"); //~? pii-field
    Ok(Json(PatientRef { id }))
}

#[derive(serde::Serialize)]
pub struct PatientRef {
    pub id: Uuid,
}

#[instrument(skip_all, err, fields(name = query.get("name").map(String::as_str), limit = 20))] //~? pii-field, raw-instrument
pub async fn search(
    State(pool): State<PgPool>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Outcome<Json<Vec<Patient>>> {
    let pattern = query.get("last_name").cloned().unwrap_or_default();
    debug!(%pattern, "searching"); //~ pii-field
    let patients: Vec<Patient> = sqlx::query_as("SELECT * FROM patients WHERE last_name ILIKE $1 LIMIT 20").bind(&pattern).fetch_all(&pool).await?;
    for patient in &patients {
        debug!("match: {}", patient.full_name()); //~ secret-in-message
        debug!("match: {} ({})", patient.id, patient.created_at);
    }
    metrics::counter!("patients_found").increment(patients.len() as u64);
    info!(found = patients.len(), "search done");
    Ok(Json(patients))
}

#[instrument(skip(pool), err(level = "debug"))] //~ raw-instrument
pub async fn show(State(pool): State<PgPool>, Path(id): Path<Uuid>) -> Outcome<Json<Patient>> {
    let patient: Option<Patient> = sqlx::query_as("SELECT * FROM patients WHERE id = $1").bind(id).fetch_optional(&pool).await?;
    let Some(patient) = patient else {
        return Err(ClinicError::NoPatient(id));
    };
    debug!(dob = %patient.date_of_birth, "patient read"); //~ pii-field
    debug!(age = patient.age_in(2026), created_at = %patient.created_at, "patient read"); //~? pii-field
    debug!(p = ?patient, "patient read"); //~ debug-of-sensitive|pii-field
    debug!("{:#?}", Some(&patient)); //~ debug-of-sensitive|secret-in-message
    Ok(Json(patient))
}

pub async fn amend(State(pool): State<PgPool>, Path(id): Path<Uuid>, Json(changes): Json<serde_json::Value>) -> Outcome<()> { //~ key-function-not-instrumented
    let keys: Vec<&str> = changes.as_object().map(|map| map.keys().map(String::as_str).collect()).unwrap_or_default();
    info!(?keys, %id, "patient amended");
    debug!(phone = %changes["phone_number"], "new phone number"); //~ pii-field
    sqlx::query("UPDATE patients SET extra = $2 WHERE id = $1").bind(id).bind(&changes).execute(&pool).await?;
    Ok(())
}
