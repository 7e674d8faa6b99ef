//! `scorer-instrument.toml`.
