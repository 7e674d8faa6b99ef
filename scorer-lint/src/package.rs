//! What is read of a package: which files, its Cargo.toml, its lock file, YAML, the team's settings.

pub mod manifest;
pub(crate) mod paths;
pub mod problem;
pub mod settings;
pub(crate) mod superseded;
pub mod unit;
pub mod workspace;
pub(crate) mod yaml;
