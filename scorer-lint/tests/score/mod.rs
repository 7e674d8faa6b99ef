//! Scores the lint on services that were labelled by hand.
//!
//! A label is a comment at the end of a line (`#~` in TOML and YAML):
//! `//~ rule, rule` must be found on this line, `a|b` is satisfied by either; `//~^ rule` the same for the line above;
//! `//~? rule` (or `*`) would be neither right nor wrong here; `//~* rule` must be found on at least one of the lines of the
//! file that bear this mark, `rule#tag` where a file has several such sets. One line may bear several kinds.

pub(crate) mod checkouts;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use scorer_lint::engine::run;
use scorer_lint::package::workspace::{self, Selection};
use scorer_lint::rules::ALL;

/// What a label asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Must,
    May,
    OneOf,
}

/// A label on a line.
#[derive(Clone, Debug)]
struct Label {
    line: usize,
    kind: Kind,
    /// Any of these rules.
    rules: Vec<String>,
    tag: String,
}

impl Label {
    /// The rule of it that was found.
    fn satisfied(&self, found: &BTreeSet<(usize, &str)>) -> Option<&str> {
        let mut rules = self.rules.iter().map(String::as_str);
        rules.find(|rule| found.contains(&(self.line, *rule)))
    }
}

/// A finding or a label that has no counterpart: file, line, rule.
type Place = (String, usize, String);

/// How the lint did.
#[derive(Debug, Default)]
pub(crate) struct Score {
    rules: BTreeMap<String, Counts>,
    misses: BTreeSet<Place>,
    false_positives: BTreeSet<Place>,
    problems: Vec<String>,
    lines: usize,
}

/// Of one rule or one group.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    hits: usize,
    false_positives: usize,
    misses: usize,
}

impl Counts {
    pub(crate) fn precision(self) -> f64 {
        ratio(self.hits, self.false_positives)
    }

    pub(crate) fn recall(self) -> f64 {
        ratio(self.hits, self.misses)
    }
}

fn ratio(part: usize, rest: usize) -> f64 {
    let count = |of: usize| f64::from(u32::try_from(of).unwrap_or(u32::MAX));
    if part + rest == 0 {
        1.0
    } else {
        count(part) / count(part + rest)
    }
}

impl Score {
    /// Lints a package's folder and compares what is found with its labels.
    pub(crate) fn add(&mut self, folder: &Path) {
        let name = folder
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        // As the command reads it.
        let (units, problems) = workspace::collect(
            ALL.rules(),
            &Selection {
                paths: vec![folder.to_owned()],
                ..Selection::default()
            },
        );
        let outcome = run::lint(&ALL, &units);
        for problem in problems.iter().chain(&outcome.problems) {
            self.problems.push(format!("{name}: {problem:?}"));
        }
        let mut found: BTreeMap<PathBuf, BTreeSet<(usize, &str)>> = BTreeMap::new();
        for finding in &outcome.findings {
            let at = found.entry(finding.path.as_ref().clone()).or_default();
            at.insert((finding.start.line, finding.rule.name));
        }
        for (path, text) in labelled(folder) {
            self.lines += text.lines().count();
            let short = path.strip_prefix(folder).unwrap_or(&path);
            let short = format!("{name}/{}", short.display());
            let found = found.remove(&path).unwrap_or_default();
            self.compare(&short, &labels(&short, &text), found);
        }
        for (path, findings) in found {
            for (line, rule) in findings {
                self.unasked((path.display().to_string(), line, rule.to_owned()));
            }
        }
    }

    fn compare(&mut self, file: &str, labels: &[Label], found: BTreeSet<(usize, &str)>) {
        let mut one_of: BTreeMap<(&str, &str), (usize, bool)> = BTreeMap::new();
        for label in labels {
            let rule = label.rules.first().map_or("", String::as_str);
            let satisfied = label.satisfied(&found);
            match (label.kind, satisfied) {
                (Kind::Must, Some(rule)) => self.of(rule).hits += 1,
                (Kind::Must, None) => self.missed((file.to_owned(), label.line, rule.to_owned())),
                (Kind::May, _) => {}
                (Kind::OneOf, hit) => {
                    let set = one_of
                        .entry((rule, &label.tag))
                        .or_insert((label.line, false));
                    set.1 |= hit.is_some();
                }
            }
        }
        for ((rule, _), (line, hit)) in one_of {
            if hit {
                self.of(rule).hits += 1;
            } else {
                self.missed((file.to_owned(), line, rule.to_owned()));
            }
        }
        for (line, rule) in found {
            let known = labels.iter().any(|label| {
                label.line == line && label.rules.iter().any(|name| name == rule || name == "*")
            });
            if !known {
                self.unasked((file.to_owned(), line, rule.to_owned()));
            }
        }
    }

    fn of(&mut self, rule: &str) -> &mut Counts {
        self.rules.entry(rule.to_owned()).or_default()
    }

    fn missed(&mut self, place: Place) {
        let rule = place.2.clone();
        if self.misses.insert(place) {
            self.of(&rule).misses += 1;
        }
    }

    fn unasked(&mut self, place: Place) {
        let rule = place.2.clone();
        if self.false_positives.insert(place) {
            self.of(&rule).false_positives += 1;
        }
    }

    /// The counts of a group's rules together.
    pub(crate) fn group(&self, rules: &[&str]) -> Counts {
        let mut sum = Counts::default();
        for counts in rules.iter().filter_map(|rule| self.rules.get(*rule)) {
            sum.hits += counts.hits;
            sum.false_positives += counts.false_positives;
            sum.misses += counts.misses;
        }
        sum
    }

    /// The table, and every miss and every false positive.
    pub(crate) fn report(&self) -> String {
        let mut text = String::new();
        let head = ("rule", "hits", "false", "missed", "prec.", "recall");
        let _ = writeln!(
            text,
            "{:30}{:>6}{:>7}{:>8}{:>8}{:>8}",
            head.0, head.1, head.2, head.3, head.4, head.5
        );
        for (group, rules) in GROUPS {
            row(&mut text, group, self.group(rules));
            for rule in *rules {
                let counts = self.rules.get(*rule).copied().unwrap_or_default();
                let absent = ALL.rules().find(rule).is_none();
                let name = format!("  {rule}{}", if absent { " (absent)" } else { "" });
                row(&mut text, &name, counts);
            }
        }
        let _ = writeln!(text, "{} lines", self.lines);
        for (title, places) in [
            ("missed", &self.misses),
            ("false positive", &self.false_positives),
        ] {
            for (file, line, rule) in places {
                let _ = writeln!(text, "{title}: {file}:{line} {rule}");
            }
        }
        for problem in &self.problems {
            let _ = writeln!(text, "problem: {problem}");
        }
        text
    }
}

fn row(text: &mut String, name: &str, counts: Counts) {
    let Counts {
        hits,
        false_positives,
        misses,
    } = counts;
    let (precision, recall) = (counts.precision(), counts.recall());
    let _ = writeln!(
        text,
        "{name:30}{hits:>6}{false_positives:>7}{misses:>8}{precision:>8.3}{recall:>8.3}"
    );
}

/// The rules by group; written out, so that an absent rule's labels count as missed.
pub(crate) const GROUPS: &[(&str, &[&str])] = &[
    (
        "records-too-much",
        &[
            "pool-not-skipped",
            "credential-not-skipped",
            "large-arg-not-skipped",
            "pii-field",
            "secret-in-message",
            "debug-of-sensitive",
            "duplicate-recording",
        ],
    ),
    (
        "spans",
        &[
            "manual-span-async",
            "manual-span",
            "raw-instrument",
            "dead-field",
            "detached-spawn",
            "instrumented-single-query",
            "key-function-not-instrumented",
            "future-not-awaited-in-span",
            "missing-record",
            "endless-span",
            "error-not-recorded",
        ],
    ),
    (
        "noise",
        &[
            "timing-log",
            "redundant-db-log",
            "entering-function-log",
            "print-macro",
            "log-level",
        ],
    ),
    ("runtime", &["blocking-in-async"]),
    (
        "set-up",
        &[
            "leftover-dependency",
            "sampler-not-parent-based",
            "simple-exporter",
            "no-flush",
            "literal-endpoint",
            "one-filter-for-all",
            "collector-debug-exporter",
            "logged-before-subscriber",
        ],
    ),
    ("hygiene", &["unused-allow", "allow-without-reason"]),
];

/// The labels of a text.
fn labels(file: &str, text: &str) -> Vec<Label> {
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let marks = line
            .match_indices("//~")
            .chain(line.match_indices("#~"))
            .map(|(at, mark)| at + mark.len());
        for at in marks {
            let rest = line.get(at..).unwrap_or_default();
            let end = rest.find("//~").or(rest.find("#~")).unwrap_or(rest.len());
            let mark = rest.get(..end).unwrap_or_default();
            found.extend(label(file, index + 1, mark));
        }
    }
    found
}

fn label(file: &str, line: usize, mark: &str) -> Vec<Label> {
    let (kind, line, names) = match mark.chars().next() {
        Some('?') => (Kind::May, line, &mark[1..]),
        Some('*') => (Kind::OneOf, line, &mark[1..]),
        Some('^') => (Kind::Must, line - 1, &mark[1..]),
        _ => (Kind::Must, line, mark),
    };
    let names = names.split(',').map(str::trim);
    names
        .filter(|name| !name.is_empty())
        .map(|name| {
            let (name, tag) = name.split_once('#').unwrap_or((name, ""));
            let rules: Vec<String> = name.split('|').map(|name| name.trim().to_owned()).collect();
            for rule in &rules {
                let known =
                    rule == "*" || GROUPS.iter().any(|(_, all)| all.contains(&rule.as_str()));
                assert!(known, "{file}:{line}: there is no rule `{rule}`");
            }
            Label {
                line,
                kind,
                rules,
                tag: tag.to_owned(),
            }
        })
        .collect()
}

/// The files of a folder that may bear labels.
fn labelled(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut paths = Vec::new();
    walk(folder, &mut paths);
    paths.sort();
    let kinds = ["rs", "toml", "lock", "yaml", "yml"];
    paths.retain(|path| {
        kinds
            .iter()
            .any(|kind| path.extension().is_some_and(|it| it == *kind))
    });
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a text");
        (path, text)
    };
    paths.into_iter().map(read).collect()
}

fn walk(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            walk(&path, paths);
        } else {
            paths.push(path);
        }
    }
}
