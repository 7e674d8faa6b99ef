//! `cargo scorer-lint`: the code-review guardrail for what the compiler cannot see.
//!
//! Sources are lexed, not built: `source` reads them, `package` says which belong together, `analysis` follows values
//! within a function, each file of `rules` is one rule, `engine` runs them, `review` leaves out what a baseline holds or
//! a change does not touch, `output` writes what they say. `tests/architecture.rs` holds the order of these rooms.

mod allows;
pub mod analysis;
pub mod cli;
pub mod engine;
pub mod fix;
mod git;
mod init;
pub mod output;
pub mod package;
pub mod review;
mod rewrite;
pub mod rule;
pub mod rules;
pub mod source;
