//! Redaction through the public API: what goes, what stays, what holds of any text, and what reaches an output.
#![cfg(feature = "telemetry")]

mod plant;
mod properties;
mod shapes;
