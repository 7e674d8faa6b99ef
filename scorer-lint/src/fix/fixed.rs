//! What fixing comes to: the files that change, and the fixes that were left out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use crate::engine::dropped::Dropped;
use crate::engine::finding::Finding;
use crate::engine::run::Outcome;
use crate::package::problem::Problem;
use crate::rule::Rule;

/// What fixing comes to; nothing is written yet.
#[derive(Debug, Default)]
pub struct Fixed {
    /// The files that change, by path.
    pub files: Vec<Changed>,
    /// What was left out although its fix was asked for.
    pub left: Vec<Left>,
    /// What has to stand in a Cargo.toml before the rest can be fixed: the file and the line.
    pub missing: BTreeSet<(PathBuf, String)>,
    /// What is recorded no more after the fixes, and how often.
    pub dropped: BTreeMap<Dropped, usize>,
    /// What did not come to an end.
    pub problems: Vec<Problem>,
    /// What the rules find in the fixed texts.
    pub outcome: Outcome,
}

/// A file that changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The file, as the user named it.
    pub path: PathBuf,
    /// What it holds.
    pub before: String,
    /// What it is to hold.
    pub after: String,
    /// How many findings that fixes.
    pub findings: usize,
}

/// A finding whose fix was not made.
#[derive(Clone, Debug)]
pub struct Left {
    rule: &'static Rule,
    path: Arc<PathBuf>,
    start: usize,
    why: String,
}

impl Left {
    pub(super) fn of(finding: &Finding, why: impl Into<String>) -> Self {
        Self {
            rule: finding.rule,
            path: Arc::clone(&finding.path),
            start: finding.bytes.start,
            why: why.into(),
        }
    }

    /// Tells the finding why its fix was not made, if it is this one.
    pub fn note(&self, finding: &mut Finding) {
        let is_it = finding.rule.name == self.rule.name
            && finding.path == self.path
            && finding.bytes.start == self.start;
        if is_it {
            finding
                .notes
                .push(format!("its fix was left out: {}", self.why).into());
        }
    }
}
