//! Every place where the guard is lowered, with its reason: what a security review asks for.

mod json;
mod policy;
mod source;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::engine::exemptions;
use crate::package::problem::Problem;
use crate::package::unit::Unit;
use crate::review::baseline::Baseline;
use crate::source::Place;

/// What lowers the guard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// `// scorer-lint: allow(rule): reason`.
    Comment,
    /// `reviewed!(value, reason = "..")`.
    Reviewed,
    /// `impl Recordable for Login`, by hand.
    Impl,
    /// `[[allow]]` of the team's policy.
    Name,
    /// `[[recordable]]`.
    Type,
    /// A function under `never-instrument`.
    Function,
    /// A rule that counts for less than by default.
    Level,
    /// Files that are left out.
    Exclude,
    /// An entry of a baseline.
    Baseline,
}

impl Kind {
    /// As programs read it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Comment => "comment",
            Self::Reviewed => "reviewed",
            Self::Impl => "impl",
            Self::Name => "name",
            Self::Type => "type",
            Self::Function => "function",
            Self::Level => "level",
            Self::Exclude => "exclude",
            Self::Baseline => "baseline",
        }
    }
}

/// One place where the guard is lowered.
#[derive(Clone, Debug)]
pub(crate) struct Allow {
    pub(crate) path: PathBuf,
    pub(crate) place: Place,
    pub(crate) kind: Kind,
    /// For what: a rule, a name, a type, an expression.
    pub(crate) what: String,
    /// Why, where that is written.
    pub(crate) reason: Option<String>,
    /// Whether it stands in test code.
    pub(crate) in_tests: bool,
}

/// Every exemption of some packages by place, and what could not be read.
pub(crate) fn collect(units: &[Unit], baseline: Option<&Path>) -> (Vec<Allow>, Vec<Problem>) {
    let mut found = Vec::new();
    let mut problems = Vec::new();
    let of_units: Vec<(Vec<Allow>, Vec<Problem>)> = units.par_iter().map(of_unit).collect();
    for (allows, faults) in of_units {
        found.extend(allows);
        problems.extend(faults);
    }
    let policies: BTreeSet<&Path> = units
        .iter()
        .filter_map(|unit| unit.policy_path.as_deref())
        .collect();
    for path in policies {
        // What is wrong with it was said when the packages were read.
        found.extend(policy::allows(path));
    }
    let mut baselines: BTreeSet<&Path> = units
        .iter()
        .filter_map(|unit| unit.settings.baseline.as_deref())
        .collect();
    baselines.extend(baseline);
    for path in baselines {
        match Baseline::read(path) {
            Ok(Some(baseline)) => found.extend(of_baseline(&baseline)),
            Ok(None) => problems.push(Problem::at(path, "there is no such baseline")),
            Err(problem) => problems.push(problem),
        }
    }
    found.sort_by(|a, b| {
        (&a.path, a.place, a.kind, &a.what).cmp(&(&b.path, b.place, b.kind, &b.what))
    });
    (found, problems)
}

fn of_unit(unit: &Unit) -> (Vec<Allow>, Vec<Problem>) {
    let of_sources: Vec<Result<Vec<Allow>, Problem>> = unit
        .sources
        .par_iter()
        .map(|source| source::allows(unit, source))
        .collect();
    let mut found = Vec::new();
    let mut problems = Vec::new();
    for of_source in of_sources {
        match of_source {
            Ok(allows) => found.extend(allows),
            Err(problem) => problems.push(problem),
        }
    }
    for file in unit.text_files() {
        let path = Arc::new(file.path.clone());
        let comments = exemptions::in_text(file, &path);
        found.extend(comments.iter().map(|comment| of_comment(comment, false)));
    }
    (found, problems)
}

fn of_comment(comment: &exemptions::Exemption, in_tests: bool) -> Allow {
    Allow {
        path: PathBuf::clone(&comment.unused.path),
        place: comment.unused.start,
        kind: Kind::Comment,
        what: comment.rule.name.to_owned(),
        reason: Some(comment.reason.clone()),
        in_tests,
    }
}

fn of_baseline(baseline: &Baseline) -> Vec<Allow> {
    let entries = baseline.entries.iter().map(|entry| {
        let item = match entry.identity.item.as_str() {
            "" => entry.path.clone(),
            item => format!("{item} of {}", entry.path),
        };
        let count = match entry.count {
            1 => String::new(),
            count => format!(", {count} times"),
        };
        Allow {
            path: baseline.path.clone(),
            place: Place::of(&baseline.text, entry.bytes.start),
            kind: Kind::Baseline,
            what: format!("{} in {item}{count}", entry.identity.rule),
            reason: entry.reason.clone(),
            in_tests: false,
        }
    });
    entries.collect()
}

/// How many there are of each kind.
fn counts(allows: &[Allow]) -> BTreeMap<Kind, usize> {
    let mut counts = BTreeMap::new();
    for allow in allows {
        *counts.entry(allow.kind).or_insert(0) += 1;
    }
    counts
}

/// Writes exemptions as lines for a person, or as one JSON document.
pub(crate) fn write(allows: &[Allow], as_json: bool, out: &mut dyn Write) -> io::Result<()> {
    if as_json {
        json::write(allows, out)
    } else {
        text::write(allows, out)
    }
}
