//! Patients.

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Clone, Debug, Serialize, Deserialize, sqlx::FromRow)]
pub struct Patient {
    pub id: Uuid,
    pub first_name: String,
    pub last_name: String,
    pub date_of_birth: NaiveDate,
    pub ssn: Option<String>,
    pub phone_number: Option<String>,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Debug, Deserialize, validator::Validate)]
pub struct NewPatient {
    #[validate(length(min = 1))]
    pub first_name: String,
    pub last_name: String,
    pub date_of_birth: NaiveDate,
    pub ssn: Option<String>,
    #[validate(email)]
    pub email: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Appointment {
    pub id: Uuid,
    pub patient_id: Uuid,
    pub practitioner_id: Uuid,
    pub starts_at: DateTime<Utc>,
    pub room: String,
}

/// A patient's id that is safe to show; the rest is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PatientId(pub Uuid);

impl fmt::Display for PatientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "patient-{}", self.0.simple())
    }
}

/// The social security number; its Debug tells nothing.
#[derive(Clone)]
pub struct Ssn(String);

impl fmt::Debug for Ssn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ssn(***)")
    }
}

#[derive(Clone, Debug)]
pub struct Insured {
    pub id: Uuid,
    pub ssn: Ssn,
    pub plan: &'static str,
}

impl Patient {
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }

    pub fn age_in(&self, year: i32) -> i32 {
        year - chrono::Datelike::year(&self.date_of_birth)
    }
}

#[derive(Debug, thiserror::Error)]
pub enum ClinicError {
    #[error("patient {0} does not exist")]
    NoPatient(Uuid),
    #[error("the slot is taken")]
    SlotTaken,
    #[error("not valid: {0}")]
    Invalid(#[from] validator::ValidationErrors),
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
}

impl axum::response::IntoResponse for ClinicError {
    fn into_response(self) -> axum::response::Response {
        use axum::http::StatusCode;
        let code = match self {
            Self::NoPatient(_) => StatusCode::NOT_FOUND,
            Self::SlotTaken => StatusCode::CONFLICT,
            Self::Invalid(_) => StatusCode::BAD_REQUEST,
            Self::Database(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        tracing::warn!(code = code.as_u16(), error = %self, "request failed");
        code.into_response()
    }
}

pub type Outcome<T, E = ClinicError> = Result<T, E>;
