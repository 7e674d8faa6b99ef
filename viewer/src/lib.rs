//! `cargo viewer`: takes traces over OTLP, keeps them in memory, and shows them in Jaeger's own pages.
//!
//! `receive` takes them over gRPC and HTTP, `translate` turns them into Jaeger's form, `store` keeps them, bounded; `api`
//! answers the pages, which `pages` brings, with `search` and `answer`. `server` binds the ports.

pub mod answer;
mod api;
pub mod cli;
pub mod model;
mod pages;
mod receive;
pub mod search;
pub mod server;
mod shared;
pub mod store;
pub mod translate;
