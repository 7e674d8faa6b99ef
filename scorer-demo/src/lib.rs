//! A small scoring service, annotated as a team would annotate it: `cargo demo` sends it sample requests and prints the
//! tree of each.
//!
//! [`app`] holds the routes, `handler` the request that scores; [`samples`] are the bundled requests, [`generate`] wrote
//! them. [`load`] sends hundreds over a socket and says what telemetry tells of them, [`serve`] stays up on a port, and
//! [`lambda`] is the same service as a Lambda function.

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
mod history;
pub mod lambda;
mod leaderboard;
pub mod load;
mod points;
pub mod run;
pub mod samples;
mod score;
pub mod serve;
mod server;
pub mod store;
