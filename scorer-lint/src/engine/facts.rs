//! What the files of a package tell about each other: collected file by file, asked when all are read.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use crate::analysis::index::{Printed, TypeFact};
use crate::engine::finding::Finding;

use crate::rules::dead_field::EmptyField;
use crate::rules::error_not_recorded::Silent;
use crate::rules::no_flush::Flushing;

/// Everything that the rules for a package ask for.
#[derive(Debug, Default)]
pub struct Facts {
    /// Types that can be printed.
    pub types: Vec<TypeFact>,
    /// What hand-written `Debug`s and `Display`s print.
    pub printed: Vec<Printed>,
    /// What functions return: both by the hash of a name.
    pub returns: Vec<(u64, u64)>,
    /// Findings that a value's name made, and its type may answer.
    pub doubts: Vec<Doubt>,
    /// Findings that stand if a type shows something sensitive.
    pub shown: Vec<Shown>,
    /// Functions that a router calls.
    pub handlers: Vec<Handler>,
    /// Functions that may be handlers, or that the team's policy wants instrumented.
    pub functions: Vec<FunctionFact>,
    /// Fields that are declared empty, and that their own function does not fill.
    pub empty_fields: Vec<EmptyField>,
    /// Fields that are filled by a function that does not declare them.
    pub filled_fields: BTreeSet<String>,
    /// Instrumented functions whose errors no span tells.
    pub silent_errors: Vec<Silent>,
    /// Types that can be printed by `Display`.
    pub displayed: BTreeSet<String>,
    /// Where telemetry is built, flushed and left.
    pub flushing: Flushing,
    /// The crates among those that rules ask for which sources name.
    pub crates_used: BTreeSet<String>,
}

/// A place in a file.
#[derive(Clone, Debug)]
pub struct Site {
    /// The file.
    pub path: Arc<PathBuf>,
    /// The bytes.
    pub bytes: Range<usize>,
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
    /// Whether it opens a span.
    pub has_span: bool,
}

/// A function that a router calls.
#[derive(Clone, Debug)]
pub struct Handler {
    /// Its path, imports followed: `crate::api::score`.
    pub path: String,
    /// The file of the router.
    pub router: Arc<PathBuf>,
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

/// A finding on a value by what it is called, whose type the package may know better.
#[derive(Debug)]
pub struct Doubt {
    /// How its type is known.
    pub ty: ShownType,
    /// Whether it is printed by `Debug`; else by `Display`.
    pub debug: bool,
    /// The finding, already levelled.
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
        self.printed.extend(other.printed);
        self.returns.extend(other.returns);
        self.doubts.extend(other.doubts);
        self.shown.extend(other.shown);
        self.handlers.extend(other.handlers);
        self.functions.extend(other.functions);
        self.empty_fields.extend(other.empty_fields);
        self.filled_fields.extend(other.filled_fields);
        self.silent_errors.extend(other.silent_errors);
        self.displayed.extend(other.displayed);
        self.flushing.extend(other.flushing);
        self.crates_used.extend(other.crates_used);
    }
}
