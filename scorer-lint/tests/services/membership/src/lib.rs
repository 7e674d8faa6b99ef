//! Members of clubs; ports and adapters.

pub mod domain;
pub mod grpc;
pub mod infra;
pub mod settings;
