//! What the files of a package tell about each other: collected file by file, asked when all are read.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use crate::finding::Finding;
use crate::source::Place;

/// Everything that the rules for a package ask for.
#[derive(Debug, Default)]
pub struct Facts {
    /// The package's structs and enums.
    pub types: Vec<TypeFact>,
    /// What functions return: the function's name, and the type's that matters.
    pub returns: Vec<(String, String)>,
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

/// A struct or an enum.
#[derive(Clone, Debug)]
pub struct TypeFact {
    /// Its name.
    pub name: String,
    /// Whether it derives `Debug`.
    pub derives_debug: bool,
    /// The members that must not be shown: name, and why.
    pub sensitive: Vec<(String, String)>,
    /// The types of the other members, by last segment.
    pub holds: Vec<String>,
    /// What a hand-written `Display` shows of it: a member's name, and why.
    pub displays: Option<(String, String)>,
    /// What a hand-written `Debug` shows; `None` when there is none.
    pub debugs: Option<Option<(String, String)>>,
}

/// A value that is printed, whose type decides.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Its type's name, or the name of the function that returns it.
    pub ty: ShownType,
    /// Whether it is printed by `Debug`; else by `Display`.
    pub debug: bool,
    /// The finding, whose message ends where the type's own words follow.
    pub finding: Finding,
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
        self.types.extend(other.types);
        self.returns.extend(other.returns);
        self.shown.extend(other.shown);
        self.handlers.extend(other.handlers);
        self.without_span.extend(other.without_span);
        self.providers.extend(other.providers);
        self.flushes.extend(other.flushes);
        self.crates_used.extend(other.crates_used);
    }
}
