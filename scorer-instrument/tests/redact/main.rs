//! Redaction through the public API: what goes, what stays, what holds of any text, and what reaches an output.
//!
//! A long run, a million values and more, of the properties and of the canaries:
//! `SCORER_CASES=100000 cargo test --release -p scorer-instrument --features telemetry --test redact`

mod canary;
mod exported;
mod plant;
mod properties;
mod shapes;
mod visited;
