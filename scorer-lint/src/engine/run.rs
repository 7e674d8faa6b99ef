//! Runs the rules: over each file, then over each package, then exempts what comments exempt.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use crate::analysis::index::{self, Index};
use crate::engine::cx::{Cx, UnitCx};
use crate::engine::exemptions::{self, Exemption};
use crate::engine::facts::Facts;
use crate::engine::finding::Finding;
use crate::package::problem::{Problem, read_source};
use crate::package::unit::{Source, TextFile, Unit};
use crate::review::Suppressed;
use crate::rule::{Check, Group, Level, Rule};
use crate::rules::debug_of_sensitive;
use crate::source::{File, Place};

use crate::rules;
use crate::source::slice;

/// What a run yields.
#[derive(Debug, Default)]
pub struct Outcome {
    /// What rules found, by file and place.
    pub findings: Vec<Finding>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// How many files were read.
    pub files: usize,
    /// What comments exempt.
    pub exempted: Vec<Suppressed>,
}

/// What one file yields.
#[derive(Default)]
struct Read {
    path: Arc<PathBuf>,
    findings: Vec<Finding>,
    facts: Facts,
    exemptions: Vec<Exemption>,
    /// Names of the team's `[[allow]]` that stand in the file.
    names: HashSet<usize>,
    problem: Option<Problem>,
}

/// Stack of a thread: syn goes down a slice by recursion, and `slice` bounds how far.
const STACK: usize = 64 << 20;

/// Lints packages, on as many threads as there are cores.
pub fn lint(units: &[Unit]) -> Outcome {
    let run = || {
        let mut done: Vec<(Outcome, HashSet<usize>)> = units.par_iter().map(unit).collect();
        let mut outcome = Outcome::default();
        let mut names: HashSet<(Option<PathBuf>, usize)> = HashSet::new();
        for (unit, (_, used)) in units.iter().zip(&done) {
            names.extend(used.iter().map(|name| (unit.policy_path.clone(), *name)));
        }
        for (part, _) in &mut done {
            outcome.findings.append(&mut part.findings);
            outcome.problems.append(&mut part.problems);
            outcome.exempted.append(&mut part.exempted);
            outcome.files += part.files;
        }
        for unit in units {
            let used = |at: usize| names.contains(&(unit.policy_path.clone(), at));
            outcome
                .findings
                .extend(exemptions::unused_names(unit, &used));
        }
        outcome.findings.sort_by(|a, b| {
            (&a.path, a.bytes.start, a.bytes.end, a.rule.name).cmp(&(
                &b.path,
                b.bytes.start,
                b.bytes.end,
                b.rule.name,
            ))
        });
        outcome
    };
    match rayon::ThreadPoolBuilder::new().stack_size(STACK).build() {
        Ok(pool) => pool.install(run),
        // Without threads of our own: on those there are.
        Err(_) => run(),
    }
}

fn unit(unit: &Unit) -> (Outcome, HashSet<usize>) {
    let mut read: Vec<Read> = unit
        .sources
        .par_iter()
        .map(|source| file(unit, source))
        .collect();
    read.extend(unit.text_files().map(text_file));
    let mut facts = Facts::default();
    for file in &mut read {
        facts.extend(std::mem::take(&mut file.facts));
    }
    let cx = UnitCx::new(unit, &facts);
    for rule in rules::ALL {
        if unit.settings.level(rule) == Level::Allow {
            continue;
        }
        for check in rule.checks {
            if let Check::Unit(check) = check {
                check(&cx);
            }
        }
    }
    let mut by_path: BTreeMap<Arc<PathBuf>, Vec<Finding>> = BTreeMap::new();
    for finding in settled(&facts, unit).into_iter().chain(cx.finish()) {
        by_path
            .entry(Arc::clone(&finding.path))
            .or_default()
            .push(finding);
    }
    let mut outcome = Outcome {
        files: unit.sources.len(),
        ..Outcome::default()
    };
    let mut names = HashSet::new();
    for mut file in read {
        if let Some(mut late) = by_path.remove(&file.path) {
            place_by_path(unit, &file.path, &mut late);
            file.findings.append(&mut late);
        }
        outcome.findings.extend(unyielding(exemptions::apply(
            &unit.settings,
            unit.complete,
            file.findings,
            &mut file.exemptions,
            &mut outcome.exempted,
        )));
        outcome.problems.extend(file.problem);
        names.extend(file.names);
    }
    // Findings in files that were not read as such, a missing one included.
    for (path, mut late) in by_path {
        place_by_path(unit, &path, &mut late);
        outcome.findings.append(&mut late);
    }
    (outcome, names)
}

/// The findings that names made and types do not answer.
fn settled(facts: &Facts, unit: &Unit) -> Vec<Finding> {
    if facts.doubts.is_empty() {
        return Vec::new();
    }
    let index = Index::new(facts, &unit.policy);
    let doubts = facts.doubts.iter();
    doubts
        .filter_map(|doubt| debug_of_sensitive::settle(&index, doubt, &unit.settings))
        .collect()
}

/// Lints one text as a file of a package, without the package's other files.
pub fn lint_text(unit: &Unit, path: PathBuf, text: &str) -> Vec<Finding> {
    let mut read = source_text(unit, path, text.to_owned(), false);
    let mut late = settled(&read.facts, unit);
    place(text, &mut late);
    read.findings.append(&mut late);
    exemptions::apply(
        &unit.settings,
        false,
        read.findings,
        &mut read.exemptions,
        &mut Vec::new(),
    )
}

fn file(unit: &Unit, source: &Source) -> Read {
    let given = source.text.clone();
    match given.map_or_else(|| read_source(&source.path), Ok) {
        Ok(text) => source_text(unit, source.path.clone(), text, source.is_test),
        Err(problem) => Read {
            path: Arc::new(source.path.clone()),
            problem: Some(problem),
            ..Read::default()
        },
    }
}

fn source_text(unit: &Unit, path: PathBuf, text: String, is_test: bool) -> Read {
    let file = File::new(path.clone(), text);
    let path = Arc::new(path);
    let (mut findings, facts) = check(unit, &file, is_test);
    place(&file.text, &mut findings);
    let exemptions = exemptions::in_source(&file, &path, &unit.settings, &mut findings);
    let names = exemptions::names_in(&unit.policy.team, &file);
    Read {
        path,
        findings,
        facts,
        exemptions,
        names,
        problem: None,
    }
}

/// Runs the rules that read one file.
fn check(unit: &Unit, file: &File, is_test: bool) -> (Vec<Finding>, Facts) {
    let cx = Cx::new(file, unit, is_test);
    for rule in rules::ALL {
        // What these groups' rules find in a test is dropped, and they tell other files nothing of it.
        let is_local = matches!(
            rule.group,
            Group::RecordsTooMuch | Group::Noise | Group::Runtime
        );
        let is_exempt = is_test && is_local && !unit.settings.in_tests(rule);
        if is_exempt || unit.settings.level(rule) == Level::Allow {
            continue;
        }
        for check in rule.checks {
            if let Check::File(check) = check {
                check(&cx);
            }
        }
    }
    let records = |rule: &&&Rule| {
        rule.group == Group::RecordsTooMuch && unit.settings.level(rule) != Level::Allow
    };
    if rules::ALL.iter().any(|rule| records(&rule)) {
        index::collect(file, &mut cx.facts.borrow_mut());
    }
    slice::forget();
    cx.finish()
}

/// A file's findings without those in whose place one of group records-too-much stands: what yields of that group itself
/// goes first.
fn unyielding(findings: Vec<Finding>) -> Vec<Finding> {
    let records = |finding: &Finding| finding.rule.group == Group::RecordsTooMuch;
    let first = without(
        findings,
        &|finding| records(finding) && finding.yields_in.is_none(),
        &records,
    );
    without(first, &records, &|finding| !records(finding))
}

/// The findings without the `yielding` ones in whose place one of the `standing` ones is. What one of those would have
/// written passes on to those in its place that write nothing.
fn without(
    findings: Vec<Finding>,
    standing: &dyn Fn(&Finding) -> bool,
    yielding: &dyn Fn(&Finding) -> bool,
) -> Vec<Finding> {
    let mut starts: Vec<usize> = findings
        .iter()
        .filter(|finding| standing(finding))
        .map(|finding| finding.bytes.start)
        .collect();
    starts.sort_unstable();
    let gives_way = |finding: &Finding| {
        let bytes = finding.yields_in.as_ref().filter(|_| yielding(finding));
        bytes.is_some_and(|bytes| {
            let next = starts.partition_point(|start| *start < bytes.start);
            starts.get(next).is_some_and(|start| *start < bytes.end)
        })
    };
    let (gone, mut kept): (Vec<Finding>, Vec<Finding>) = findings.into_iter().partition(gives_way);
    let mut left: Vec<(Range<usize>, Finding)> = gone
        .into_iter()
        .filter(|finding| finding.fix.is_some())
        .filter_map(|finding| Some((finding.yields_in.clone()?, finding)))
        .collect();
    left.sort_by_key(|(bytes, _)| bytes.start);
    for finding in &mut kept {
        if !standing(finding) || finding.fix.is_some() {
            continue;
        }
        let start = finding.bytes.start;
        let before = left.partition_point(|(bytes, _)| bytes.start <= start);
        let Some((bytes, given)) = before.checked_sub(1).and_then(|at| left.get(at)) else {
            continue;
        };
        if bytes.contains(&start) {
            finding.help.clone_from(&given.help);
            finding.notes.extend(given.notes.iter().cloned());
            finding.fix.clone_from(&given.fix);
        }
    }
    kept
}

fn text_file(text: &TextFile) -> Read {
    let path = Arc::new(text.path.clone());
    let exemptions = exemptions::in_text(text, &path);
    Read {
        path,
        exemptions,
        ..Read::default()
    }
}

fn place_by_path(unit: &Unit, path: &PathBuf, findings: &mut [Finding]) {
    let known = unit.text_files().find(|text| text.path == *path);
    let source = || unit.sources.iter().find(|source| source.path == *path);
    let text = known.map(|text| &text.text);
    match text.or_else(|| source()?.text.as_ref()) {
        Some(text) => place(text, findings),
        None => {
            if let Ok(text) = unit.read(path) {
                place(&text, findings);
            }
        }
    }
}

/// Fills in lines and columns, in one walk over the text.
pub(crate) fn place(text: &str, findings: &mut [Finding]) {
    let mut wanted: Vec<usize> = findings
        .iter()
        .flat_map(|finding| [finding.bytes.start, finding.bytes.end])
        .collect();
    wanted.sort_unstable();
    wanted.dedup();
    let mut places = BTreeMap::new();
    let (mut at, mut place) = (0, Place { line: 1, column: 1 });
    for byte in wanted {
        let mut end = byte.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let passed = text.get(at..end).unwrap_or_default();
        match passed.rfind('\n') {
            Some(newline) => {
                place.line += passed.bytes().filter(|byte| *byte == b'\n').count();
                place.column = passed[newline + 1..].chars().count() + 1;
            }
            None => place.column += passed.chars().count(),
        }
        at = end.max(at);
        places.insert(byte, place);
    }
    for finding in findings {
        finding.start = places[&finding.bytes.start];
        finding.end = places[&finding.bytes.end];
    }
}
