//! What the files of a package tell about each other: collected file by file, asked when all are read.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use crate::source::Place;

/// Everything that the rules for a package ask for.
#[derive(Debug, Default)]
pub struct Facts {
    /// Findings that stand if a type shows something sensitive.
    pub shown: Vec<Shown>,
    /// Names of functions that a router calls.
    pub handlers: Vec<String>,
    /// `async` functions without a span.
    pub without_span: Vec<FunctionFact>,
    /// Providers that are built.
    pub providers: Vec<Site>,
    /// Whether a provider is flushed or shut down anywhere.
    pub flushes: Vec<Site>,
    /// Crates that sources name: the first segments of paths, and imports.
    pub crates_used: std::collections::BTreeSet<String>,
}

/// A place in a file.
#[derive(Clone, Debug)]
pub struct Site {
    /// The file.
    pub path: Arc<PathBuf>,
    /// The bytes.
    pub bytes: Range<usize>,
    /// Where they begin.
    pub start: Place,
    /// Whether it is test code.
    pub in_test: bool,
}

/// A function.
#[derive(Clone, Debug)]
pub struct FunctionFact {
    /// Its name.
    pub name: String,
    /// Where the name stands.
    pub site: Site,
}

/// A value that is printed, whose type decides.
#[derive(Clone, Debug)]
pub struct Shown {
    /// How its type is known.
    pub ty: ShownType,
    /// Whether it is printed by `Debug`; else by `Display`.
    pub debug: bool,
    /// What is printed, as a message begins: "argument `request`".
    pub subject: String,
    /// Where.
    pub site: Site,
    /// The code to write.
    pub help: String,
}

/// How a printed value's type is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShownType {
    /// By name.
    Named(String),
    /// As what this function returns.
    ReturnedBy(String),
    /// As this member of a type.
    Member(Box<ShownType>, String),
}

impl Facts {
    /// Adds another file's.
    pub fn extend(&mut self, other: Self) {
        self.shown.extend(other.shown);
        self.handlers.extend(other.handlers);
        self.without_span.extend(other.without_span);
        self.providers.extend(other.providers);
        self.flushes.extend(other.flushes);
        self.crates_used.extend(other.crates_used);
    }
}
