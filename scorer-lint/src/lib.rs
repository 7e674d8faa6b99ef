//! `cargo scorer-lint`: the code-review guardrail for what the compiler cannot see.
//!
//! Sources are lexed, not built: `source` reads them, `flow` follows values within a function, each file of `rules` is
//! one rule, `engine` runs them over what `workspace` found, `review` leaves out what a baseline holds or a change
//! does not touch, `output` writes what they say.

mod allows;
pub mod cli;
pub mod cx;
pub mod engine;
mod exemption;
pub mod facts;
pub mod finding;
pub mod fix;
pub mod flow;
pub mod index;
mod init;
pub mod message;
pub mod output;
pub mod problem;
pub mod review;
pub mod rule;
pub mod rules;
pub mod settings;
pub mod slice;
pub mod source;
pub mod unit;
pub mod workspace;
mod yaml;
