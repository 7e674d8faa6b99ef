//! Which names, expressions and types are fit to record in a span or a log line.
//!
//! One vocabulary, asked by three readers: the macro (`#[scorer_span]`), the lint
//! (`cargo scorer-lint`) and the runtime's redactor. A policy word stands in this crate and
//! nowhere else.

#[cfg(feature = "config")]
pub mod config;
mod edition;
mod fold;
mod functions;
mod names;
mod nearest;
mod segment;
mod team;
mod types;
mod verdict;
mod vocabulary;

pub use edition::Edition;
pub use nearest::{distance, listed, nearest};
pub use team::{Allow, Record, Recordable, Refuse, Secret, Team, Via};
pub use types::recordable::{RecordableType, RecordedAs, TypeArgument};
pub use types::{TypeClass, TypePath, TypeVerdict, wrapper};
pub use verdict::{Class, Policy, Refusal, Scalar, Strength, Verdict};
