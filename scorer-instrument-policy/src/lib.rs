//! Decides which names, expressions and types are safe to record in a span or a log line.
//!
//! The macro (`#[scorer_span]`), the lint (`cargo scorer-lint`) and the runtime's redactor all use this one vocabulary.
//! Every word of the policy is in this crate and in no other.

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
pub use fold::{as_seen, composed, is_unseen};
pub use nearest::{distance, listed, nearest};
pub use team::{Allow, Record, Recordable, Refuse, Secret, Team, Via};
pub use types::recordable::{RecordableType, RecordedAs, TypeArgument};
pub use types::{TypeClass, TypePath, TypeVerdict, wrapper};
pub use verdict::{Class, Policy, Refusal, Scalar, Strength, Verdict};
