//! Redaction through the public API: what goes, what stays, what holds of any text, and what reaches an output.
//!
//! A million canaries through the whole pipeline, in minutes:
//! `cargo test --release -p scorer-telemetry --test redact -- --ignored`
//!
//! More cases of every property: `SCORER_CASES=100000` before the usual command.

mod canary;
mod counts;
mod exported;
mod plant;
mod properties;
mod visited;
