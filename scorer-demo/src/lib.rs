//! A small scoring service, annotated as a team would annotate it: `cargo demo` sends it sample requests and prints the
//! tree of each.
//!
//! [`app`] holds the routes, `handler` the one request that they serve; [`samples`] are the bundled requests,
//! [`generate`] wrote them. [`lambda`] is the same service as a Lambda function.

pub mod app;
pub mod auth;
pub mod cli;
pub mod credentials;
pub mod database;
mod dedup;
pub mod domain;
pub mod error;
pub mod generate;
pub mod handler;
pub mod lambda;
mod points;
pub mod run;
pub mod samples;
mod score;
pub mod store;
