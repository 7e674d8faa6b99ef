//! What only a compiler run shows: the team's `scorer-instrument.toml`, and the caller's
//! dependencies. Few packages, built one after the other into one target directory.

mod closed_world;
mod dependencies;
mod fixture;
mod policy_file;
