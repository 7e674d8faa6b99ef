//! The tree of one request: a layer that gathers spans, and the drawing of what it gathered.
//!
//! It stands in for the runtime's own printer, as a small one that a service might write for its tests.

mod draw;
mod layer;
mod sql;

use std::time::{Duration, Instant};

pub use layer::TreeLayer;

/// One row of a tree: a span, or a statement that was run in it.
#[derive(Clone, Debug)]
pub struct Row {
    /// The span's name, or what the statement does, such as `SELECT community`.
    pub name: String,
    /// When it was opened.
    pub started: Instant,
    /// From its opening to its close.
    pub took: Duration,
    /// Its fields in the order in which they were declared, those that were never filled left out.
    pub fields: Vec<(&'static str, String)>,
    /// The errors and messages that were reported in it.
    pub notes: Vec<String>,
    /// The rows below it, by the time of their start.
    pub children: Vec<Row>,
}
