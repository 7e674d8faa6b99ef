//! Handlers.

pub mod appointments;
pub mod patients;
pub mod records;
