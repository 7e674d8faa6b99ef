//! Every place where the guard is lowered, with its reason: what a security review asks for.

mod allow;
mod json;
mod policy;
mod source;
mod text;

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use crate::engine::exemptions;
use crate::engine::registry::Registry;
use crate::package::problem::Problem;
use crate::package::unit::Unit;
use crate::review::baseline::Baseline;
use crate::source::Place;

use allow::{Allow, AllowKind, of_comment};

/// Every exemption of some packages by place, and what could not be read.
pub(crate) fn collect(
    registry: &'static Registry,
    units: &[Unit],
    baseline: Option<&Path>,
) -> (Vec<Allow>, Vec<Problem>) {
    let mut found = Vec::new();
    let mut problems = Vec::new();
    let of_units: Vec<(Vec<Allow>, Vec<Problem>)> = units
        .par_iter()
        .map(|unit| of_unit(registry, unit))
        .collect();
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
        found.extend(policy::allows(registry.rules(), path));
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

fn of_unit(registry: &'static Registry, unit: &Unit) -> (Vec<Allow>, Vec<Problem>) {
    let of_sources: Vec<Result<Vec<Allow>, Problem>> = unit
        .sources
        .par_iter()
        .map(|source| source::allows(registry, unit, source))
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
        let comments = exemptions::in_text(registry, file, &path);
        found.extend(comments.iter().map(|comment| of_comment(comment, false)));
    }
    (found, problems)
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
            kind: AllowKind::Baseline,
            what: format!("{} in {item}{count}", entry.identity.rule),
            reason: entry.reason.clone(),
            in_tests: false,
        }
    });
    entries.collect()
}

/// Writes exemptions as lines for a person, or as one JSON document.
pub(crate) fn write(allows: &[Allow], as_json: bool, out: &mut dyn Write) -> io::Result<()> {
    if as_json {
        json::write(allows, out)
    } else {
        text::write(allows, out)
    }
}
