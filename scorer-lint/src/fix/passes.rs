//! Lints and mends in turn, until there is nothing left to mend.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::engine::dropped::Dropped;
use crate::engine::finding::{Dependency, Finding};
use crate::engine::registry::Registry;
use crate::engine::run::{self, Outcome};
use crate::package::problem::Problem;
use crate::package::unit::{Source, Unit};

use super::choose::Candidate;
use super::file::mend;
use super::fixed::{Changed, Fixed, Left};
use super::manifest::Unnamed;
use super::texts::{Need, Texts};
use super::verify::Language;

/// How often files are linted anew: fixes that get into each other's way wait for the next turn.
const PASSES: usize = 10;

/// Makes the safe fixes of what rules find in packages, or, on request, all of them. The units' texts become the fixed
/// ones; nothing is written.
pub fn fix(registry: &'static Registry, units: &mut [Unit], unsafe_too: bool) -> Fixed {
    fix_with(units, unsafe_too, true, &|units| run::lint(registry, units))
}

/// The same for one text, without the package's other files: what becomes of it.
pub fn fix_text(
    registry: &'static Registry,
    unit: &Unit,
    path: &Path,
    text: &str,
    unsafe_too: bool,
) -> String {
    let source = Source {
        path: path.to_owned(),
        is_test: false,
        text: Some(text.to_owned()),
    };
    let mut units = [Unit {
        sources: vec![source],
        ..Unit::default()
    }];
    let lint = |units: &[Unit]| {
        let text = units[0].sources[0].text.as_deref().unwrap_or_default();
        Outcome {
            findings: run::lint_text(registry, unit, path.to_owned(), text),
            ..Outcome::default()
        }
    };
    fix_with(&mut units, unsafe_too, false, &lint);
    let [unit] = units;
    let mut sources = unit.sources.into_iter();
    sources
        .next()
        .and_then(|source| source.text)
        .unwrap_or_default()
}

fn fix_with(
    units: &mut [Unit],
    unsafe_too: bool,
    names_crates: bool,
    lint: &dyn Fn(&[Unit]) -> Outcome,
) -> Fixed {
    let mut run = Run {
        texts: Texts::new(units),
        unsafe_too,
        names_crates,
        made: HashMap::new(),
        unmet: HashMap::new(),
        given_up: BTreeSet::new(),
        left: Vec::new(),
        missing: BTreeSet::new(),
        dropped: BTreeMap::new(),
        problems: Vec::new(),
    };
    let mut outcome = lint(run.texts.units);
    for _ in 0..PASSES {
        if !run.pass(&outcome.findings) {
            return run.finish(outcome);
        }
        outcome = lint(run.texts.units);
    }
    if run.pass(&outcome.findings) {
        outcome = lint(run.texts.units);
        let message =
            format!("there is still something to fix after {PASSES} passes: run it again");
        run.problems.push(Problem::of_run(message));
    }
    run.finish(outcome)
}

struct Run<'a> {
    texts: Texts<'a>,
    unsafe_too: bool,
    /// Whether a Cargo.toml is made to name what fixed code names.
    names_crates: bool,
    /// How many fixes were made, by file.
    made: HashMap<PathBuf, usize>,
    /// What was said of needs in this pass.
    unmet: HashMap<Need, Option<String>>,
    /// Files whose fixes undo each other.
    given_up: BTreeSet<PathBuf>,
    left: Vec<Left>,
    /// The lines that a Cargo.toml lacks, for which nothing says where the crate comes from.
    missing: BTreeSet<(PathBuf, String)>,
    /// What is recorded no more.
    dropped: BTreeMap<Dropped, usize>,
    problems: Vec<Problem>,
}

impl Run<'_> {
    /// Makes what can be made of the fixes of some findings; whether anything changed.
    fn pass(&mut self, findings: &[Finding]) -> bool {
        self.left.clear();
        self.unmet.clear();
        self.missing.clear();
        let mut by_path: BTreeMap<&Arc<PathBuf>, Vec<Candidate<'_>>> = BTreeMap::new();
        for finding in findings {
            let fix = finding.fix.as_ref();
            let Some(fix) = fix.and_then(|fix| fix.made(self.unsafe_too)) else {
                continue;
            };
            if !self.given_up.contains(&**finding.path) {
                by_path
                    .entry(&finding.path)
                    .or_default()
                    .push(Candidate { finding, fix });
            }
        }
        let mut changed = false;
        let mut needs = BTreeSet::new();
        for (path, candidates) in by_path {
            changed |= self.file(path, candidates, &mut needs);
        }
        // Last, since fixes of a Cargo.toml itself have their places in what it was.
        for need in needs {
            if let Ok(Some(text)) = self.texts.naming(&need) {
                self.texts.replace(&need.manifest, text);
            }
        }
        changed
    }

    fn file(
        &mut self,
        path: &Path,
        mut candidates: Vec<Candidate<'_>>,
        needs: &mut BTreeSet<Need>,
    ) -> bool {
        if self.names_crates {
            candidates.retain(|candidate| match self.unmet_of(path, candidate) {
                None => true,
                Some(why) => {
                    self.left.push(Left::of(candidate.finding, why));
                    false
                }
            });
        }
        let Some(text) = self.texts.text(path) else {
            return false;
        };
        let sees = |name: &str| self.texts.others_take(path, name);
        let mended = mend(Language::of(path), text, &candidates, &sees);
        let left = mended.left.iter();
        self.left
            .extend(left.map(|(candidate, why)| Left::of(candidate.finding, why.as_str())));
        if mended.text == text {
            return false;
        }
        if self.names_crates {
            let wanted = mended.made.iter().flat_map(|made| &made.fix.dependencies);
            needs.extend(wanted.filter_map(|wanted| self.texts.need(path, *wanted)));
        }
        // Findings on one attribute are mended by one fix.
        let made = mended.made.iter().map(|made| made.fix).enumerate();
        for (at, fix) in made {
            let mut before = mended.made[..at].iter();
            if before.any(|other| other.fix.edits == fix.edits) {
                continue;
            }
            for dropped in &fix.drops {
                *self.dropped.entry(dropped.clone()).or_default() += 1;
            }
        }
        *self.made.entry(path.to_owned()).or_default() += mended.made.len();
        if !self.texts.replace(path, mended.text) {
            self.give_up(path, &mended.made);
        }
        true
    }

    /// Why a crate that a fix needs cannot be had.
    fn unmet_of(&mut self, path: &Path, candidate: &Candidate<'_>) -> Option<String> {
        let mut wanted = candidate.fix.dependencies.iter();
        wanted.find_map(|wanted| self.unmet(path, *wanted))
    }

    /// Why a crate, or a feature of it, cannot be had.
    fn unmet(&mut self, path: &Path, wanted: Dependency) -> Option<String> {
        let Some(need) = self.texts.need(path, wanted) else {
            let name = wanted.package;
            return Some(format!("there is no Cargo.toml that could name `{name}`"));
        };
        if let Some(known) = self.unmet.get(&need) {
            return known.clone();
        }
        let why = self.texts.naming(&need).err();
        if let Some(Unnamed::WithoutSource(line)) = &why {
            self.missing.insert((need.manifest.clone(), line.clone()));
        }
        let why = why.map(|why| why.to_string());
        self.unmet.insert(need, why.clone());
        why
    }

    /// Leaves a file as it was whose fixes came back to a text that it had before.
    fn give_up(&mut self, path: &Path, made: &[Candidate<'_>]) {
        self.texts.restore(path);
        self.made.remove(path);
        self.given_up.insert(path.to_owned());
        let rules: BTreeSet<String> = made
            .iter()
            .map(|candidate| format!("`{}`", candidate.finding.rule.name))
            .collect();
        let rules: Vec<String> = rules.into_iter().collect();
        let message = format!(
            "fixes of {} undo others, without end: none was made in this file",
            rules.join(", ")
        );
        self.problems.push(Problem::at(path, message));
    }

    fn finish(self, outcome: Outcome) -> Fixed {
        let changed = self.texts.changed();
        let mut files: Vec<Changed> = changed
            .map(|(path, before, after)| Changed {
                path: path.to_owned(),
                before: before.to_owned(),
                after: after.to_owned(),
                findings: self.made.get(path).copied().unwrap_or_default(),
            })
            .collect();
        // Who is interrupted may have a crate that nothing names yet, but never a name without its crate.
        files.sort_by_key(|file| Language::of(&file.path) != Language::Toml);
        Fixed {
            files,
            left: self.left,
            missing: self.missing,
            dropped: self.dropped,
            problems: self.problems,
            outcome,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};

    static REPLACE: Rule = Rule {
        name: "replace",
        group: Group::Noise,
        level: Level::Warn,
        in_tests: true,
        standing: Standing::of(Precision::VeryHigh),
        reach: Reach::Statement,
        page: "",
    };

    /// What becomes of a text when a rule replaces one letter by another wherever it stands, and of the run.
    fn run(text: &str, replace: &[(&str, &str)]) -> (String, Fixed) {
        let path = PathBuf::from("notes.txt");
        let source = Source {
            path: path.clone(),
            is_test: false,
            text: Some(text.to_owned()),
        };
        let mut units = [Unit {
            sources: vec![source],
            ..Unit::default()
        }];
        let path = Arc::new(path);
        let fixed = fix_with(&mut units, false, true, &|units| {
            let text = units[0].sources[0].text.as_deref().unwrap_or_default();
            let found = replace.iter().filter_map(|(from, to)| {
                let at = text.find(from)?;
                let bytes = at..at + from.len();
                let finding = Finding::new(&REPLACE, &path, bytes.clone(), "replace it");
                Some(finding.fix(bytes, *to, true))
            });
            Outcome {
                findings: found.collect(),
                ..Outcome::default()
            }
        });
        let text = units[0].sources[0].text.clone();
        (text.unwrap_or_default(), fixed)
    }

    #[test]
    fn passes_go_on_until_nothing_changes() {
        let (text, fixed) = run("aaa", &[("a", "b"), ("b", "c")]);
        assert_eq!(text, "ccc");
        assert!(fixed.problems.is_empty());
        assert_eq!(fixed.files[0].findings, 6);
    }

    #[test]
    fn fixes_that_undo_each_other_are_told_of_and_not_made() {
        let (text, fixed) = run("ab", &[("ab", "ba"), ("ba", "ab")]);
        assert_eq!(text, "ab");
        assert!(fixed.files.is_empty());
        let message = fixed.problems[0].to_string();
        assert!(message.contains("undo others, without end"), "{message}");
    }

    #[test]
    fn fixes_without_end_are_stopped() {
        let (text, fixed) = run("a", &[("a", "ba")]);
        assert_eq!(text.len(), PASSES + 2);
        let message = fixed.problems[0].to_string();
        assert!(message.contains("after 10 passes"), "{message}");
    }
}
