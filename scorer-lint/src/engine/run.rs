//! Runs the rules: over each file, then over each package, then exempts what comments exempt.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::analysis::index::{self, Index, TypeFacts, Types};
use crate::analysis::program::{self, Calls};
use crate::engine::answer::answer;
use crate::engine::asked::Asked;
use crate::engine::check::Check;
use crate::engine::cx::{Cx, UnitCx};
use crate::engine::doubts;
use crate::engine::exemptions::{self, Exemption};
use crate::engine::facts::{Fact, Facts};
use crate::engine::finding::Finding;
use crate::engine::places::place;
use crate::engine::registry::Registry;
use crate::engine::seldom;
use crate::engine::suppressed::Suppressed;
use crate::engine::test_modules::TestModules;
use crate::engine::uses;
use crate::engine::yielding::unyielding;
use crate::package::manifest::Manifest;
use crate::package::problem::{Problem, read_source};
use crate::package::unit::{Source, TextFile, Unit};
use crate::rule::{Group, Level, Rule};
use crate::source::File;
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
pub fn lint(registry: &'static Registry, units: &[Unit]) -> Outcome {
    let run = || {
        let (packages, types): (Vec<Package<'_>>, Vec<TypeFacts>) = units
            .par_iter()
            .map(|unit| Package::read(registry, unit))
            .unzip();
        let types: Vec<Types<'_>> = types.par_iter().map(Types::new).collect();
        let manifests: Vec<_> = packages.iter().map(|one| one.manifest.as_ref()).collect();
        let dependencies = uses::of_each(&manifests);
        let mut done: Vec<(Outcome, HashSet<usize>)> = packages
            .into_par_iter()
            .zip(&types)
            .zip(dependencies)
            .map(|((package, own), at)| {
                let others: Vec<&Types<'_>> = at.iter().map(|at| &types[*at]).collect();
                package.judge(registry, own, &others)
            })
            .collect();
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
                .extend(exemptions::unused_names(registry, unit, &used));
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

/// A package whose files were read.
struct Package<'a> {
    unit: &'a Unit,
    manifest: Option<Manifest>,
    read: Vec<Read>,
    facts: Facts,
}

impl<'a> Package<'a> {
    /// Reads a package's files; what they tell of types stands apart, for other packages ask for it.
    fn read(registry: &'static Registry, unit: &'a Unit) -> (Self, TypeFacts) {
        let manifest = unit.read_manifest();
        let mut read: Vec<Read> = unit
            .sources
            .par_iter()
            .map(|source| file(registry, unit, manifest.as_ref(), source))
            .collect();
        read.extend(unit.text_files().map(|text| text_file(registry, text)));
        let mut facts = Facts::default();
        for file in &mut read {
            facts.extend(std::mem::take(&mut file.facts));
        }
        let types = facts.take();
        let package = Self {
            unit,
            manifest,
            read,
            facts,
        };
        (package, types)
    }

    /// What it yields, with the types of the packages that it uses.
    fn judge(
        self,
        registry: &'static Registry,
        own: &Types<'_>,
        used: &[&Types<'_>],
    ) -> (Outcome, HashSet<usize>) {
        let Self {
            unit,
            manifest,
            mut read,
            facts,
        } = self;
        let cx = UnitCx::new(unit, manifest.as_ref(), &facts, own, used);
        for entry in registry.entries() {
            if unit.settings.level(entry.rule) == Level::Allow {
                continue;
            }
            for check in entry.checks {
                if let Check::Unit(check) = check {
                    check(&cx);
                }
            }
        }
        if unit.complete {
            for file in &mut read {
                seldom::judge(&cx, &mut file.findings);
            }
        }
        let mut by_path: BTreeMap<Arc<PathBuf>, Vec<Finding>> = BTreeMap::new();
        for finding in doubts::answered(registry.typed(), &facts, cx.index(), unit)
            .into_iter()
            .chain(cx.finish())
        {
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
        let mut spoken = Vec::new();
        for mut file in read {
            if let Some(mut late) = by_path.remove(&file.path) {
                place_by_path(unit, &file.path, &mut late);
                file.findings.append(&mut late);
            }
            if let Some(modules) = facts.get::<TestModules>() {
                modules.exempt(&file.path, &unit.settings, &mut file.findings);
            }
            let left = exemptions::apply(
                registry,
                &unit.settings,
                unit.complete,
                file.findings,
                &mut file.exemptions,
                &mut outcome.exempted,
            );
            spoken.push((file.path, left));
            outcome.problems.extend(file.problem);
            names.extend(file.names);
        }
        let answered = spoken
            .into_par_iter()
            .enumerate()
            .map(|(at, (path, left))| {
                // Sources come first, in the unit's order.
                let text = || match unit.sources.get(at)?.text.clone() {
                    Some(text) => Some(text),
                    None => unit.read(&path).ok(),
                };
                answered(registry, unit, manifest.as_ref(), &facts, &path, text, left)
            });
        for findings in answered.collect::<Vec<_>>() {
            outcome.findings.extend(findings);
        }
        // Findings in files that were not read as such, a missing one included.
        for (path, mut late) in by_path {
            place_by_path(unit, &path, &mut late);
            outcome.findings.append(&mut late);
        }
        (outcome, names)
    }
}

/// What is left of a file's findings when those that give way are gone, with the answers to what they all ask of attributes.
fn answered(
    registry: &'static Registry,
    unit: &Unit,
    manifest: Option<&Manifest>,
    facts: &Facts,
    path: &Path,
    text: impl FnOnce() -> Option<String>,
    findings: Vec<Finding>,
) -> Vec<Finding> {
    // What gives way asks all the same.
    let asked = findings.iter().filter_map(|finding| finding.asked.clone());
    let asked: Vec<Asked> = asked.collect();
    let mut findings = unyielding(findings);
    let Some(answering) = registry.answering().filter(|_| !asked.is_empty()) else {
        return findings;
    };
    // The text was let go of when its file was read: a thread's memory is one file's.
    if let Some(text) = text() {
        let file = File::with_words(registry.words(), path, text);
        let answers = answering(&Cx::new(&file, unit, manifest, false), facts, &asked);
        slice::forget();
        answer(&mut findings, &answers);
    }
    findings
}

/// Lints one text as a file of a package, without the package's other files.
pub fn lint_text(
    registry: &'static Registry,
    unit: &Unit,
    path: PathBuf,
    text: &str,
) -> Vec<Finding> {
    let manifest = unit.read_manifest();
    let mut read = source_text(
        registry,
        unit,
        manifest.as_ref(),
        path,
        text.to_owned(),
        false,
    );
    let path = Arc::clone(&read.path);
    let facts: TypeFacts = read.facts.take();
    let types = Types::new(&facts);
    let index = Index::new(&types, &[], &unit.policy);
    let mut late = doubts::answered(registry.typed(), &read.facts, &index, unit);
    place(text, &mut late);
    read.findings.append(&mut late);
    let left = exemptions::apply(
        registry,
        &unit.settings,
        false,
        read.findings,
        &mut read.exemptions,
        &mut Vec::new(),
    );
    let text = || Some(text.to_owned());
    let manifest = manifest.as_ref();
    answered(registry, unit, manifest, &read.facts, &path, text, left)
}

fn file(
    registry: &'static Registry,
    unit: &Unit,
    manifest: Option<&Manifest>,
    source: &Source,
) -> Read {
    let given = source.text.clone();
    match given.map_or_else(|| read_source(&source.path), Ok) {
        Ok(text) => source_text(
            registry,
            unit,
            manifest,
            source.path.clone(),
            text,
            source.is_test,
        ),
        Err(problem) => Read {
            path: Arc::new(source.path.clone()),
            problem: Some(problem),
            ..Read::default()
        },
    }
}

fn source_text(
    registry: &'static Registry,
    unit: &Unit,
    manifest: Option<&Manifest>,
    path: PathBuf,
    text: String,
    is_test: bool,
) -> Read {
    let file = File::with_words(registry.words(), path.clone(), text);
    let path = Arc::new(path);
    let (mut findings, facts) = check(registry, unit, manifest, &file, is_test);
    place(&file.text, &mut findings);
    let exemptions = exemptions::in_source(registry, &file, &path, &unit.settings, &mut findings);
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
fn check(
    registry: &Registry,
    unit: &Unit,
    manifest: Option<&Manifest>,
    file: &File,
    is_test: bool,
) -> (Vec<Finding>, Facts) {
    let cx = Cx::new(file, unit, manifest, is_test);
    for entry in registry.entries() {
        let rule = entry.rule;
        // What these groups' rules find in a test is dropped, and they tell other files nothing of it.
        let is_local = matches!(
            rule.group,
            Group::RecordsTooMuch | Group::Noise | Group::Runtime
        );
        // What is there for tests alone is slow and noisy as tests are.
        let is_support = unit.supports_tests && matches!(rule.group, Group::Noise | Group::Runtime);
        let is_exempt = (is_test && is_local || is_support) && !unit.settings.in_tests(rule);
        if is_exempt || unit.settings.level(rule) == Level::Allow {
            continue;
        }
        for check in entry.checks {
            if let Check::File(check) = check {
                check(&cx);
            }
        }
    }
    let records = |rule: &Rule| {
        rule.group == Group::RecordsTooMuch && unit.settings.level(rule) != Level::Allow
    };
    if registry.entries().any(|entry| records(entry.rule)) {
        index::collect(file, &mut cx.facts::<TypeFacts>());
    }
    let asks = |rule: &Rule| {
        matches!(rule.group, Group::Noise | Group::Runtime)
            && unit.settings.level(rule) != Level::Allow
    };
    if !is_test && registry.entries().any(|entry| asks(entry.rule)) {
        let calls = program::read(&cx.code, &cx.path);
        cx.facts::<Calls>().extend(calls);
    }
    let modules = TestModules::of(file);
    cx.facts::<TestModules>().merge(modules);
    slice::forget();
    cx.finish()
}

fn text_file(registry: &'static Registry, text: &TextFile) -> Read {
    let path = Arc::new(text.path.clone());
    let exemptions = exemptions::in_text(registry, text, &path);
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
