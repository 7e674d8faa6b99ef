//! Scores the lint on checkouts of services that nobody here wrote, whose labels stand in tables beside no source.
//!
//! A folder of labels holds `SERVICES.tsv` (service, commit, use), for each service a table `OWNER+NAME.tsv` (path, line,
//! category, verdict, why, other categories, lines) and maybe `OWNER+NAME.FILES.txt`, the files that were read: findings
//! elsewhere don't count, those about the set-up aside. The checkouts are folders of the same names.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use scorer_lint::engine::run;
use scorer_lint::package::workspace::{self, Selection};
use scorer_lint::rule::Group;
use scorer_lint::rules::ALL;

use super::ratio;

/// A row of a table.
#[derive(Clone, Debug)]
struct Row {
    path: String,
    /// Rules under which the place may be found; the first is its own.
    rules: Vec<String>,
    verdict: Verdict,
    why: String,
    first: usize,
    last: usize,
}

/// What a reviewer said of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    /// To be changed.
    True,
    /// Arguable: it counts neither way.
    Borderline,
    /// Fine, though a simple tool would find it.
    False,
}

/// A finding, as far as it is compared.
#[derive(Clone, Debug)]
struct Found {
    path: String,
    first: usize,
    last: usize,
    rule: &'static str,
    message: String,
}

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    hit: usize,
    missed: usize,
    right: usize,
    arguable: usize,
    wrong: usize,
}

/// How the lint did on all services that were added.
#[derive(Debug, Default)]
pub(crate) struct Checkouts {
    rules: BTreeMap<String, Counts>,
    places: Vec<String>,
    problems: Vec<String>,
}

impl Row {
    fn read(line: &str) -> Option<Self> {
        let columns: Vec<&str> = line.split('\t').collect();
        let [path, _, category, verdict, why, others, lines] = columns[..] else {
            return None;
        };
        let (first, last) = lines.split_once('-')?;
        let rules = std::iter::once(category).chain(others.split('|').filter(|it| !it.is_empty()));
        Some(Self {
            path: path.to_owned(),
            rules: rules.map(str::to_owned).collect(),
            verdict: match verdict {
                "true" => Verdict::True,
                "borderline" => Verdict::Borderline,
                "false" => Verdict::False,
                _ => return None,
            },
            why: why.to_owned(),
            first: first.parse().ok()?,
            last: last.parse().ok()?,
        })
    }

    fn rule(&self) -> &str {
        self.rules.first().map_or("", String::as_str)
    }

    /// Whether a finding of one of the rules begins or ends in the lines.
    fn covers(&self, found: &Found) -> bool {
        let lines = self.first..=self.last;
        self.path == found.path
            && self.rules.iter().any(|rule| rule == found.rule)
            && (lines.contains(&found.first) || lines.contains(&found.last))
    }
}

impl Checkouts {
    /// Scores every service of one use, or of any, whose checkout is there.
    ///
    /// # Errors
    ///
    /// A table that cannot be read.
    pub(crate) fn read(labels: &Path, checkouts: &Path, wanted: Option<&str>) -> io::Result<Self> {
        let mut score = Self::default();
        let services = fs::read_to_string(labels.join("SERVICES.tsv"))?;
        for line in services.lines().skip(1) {
            let columns: Vec<&str> = line.split('\t').collect();
            let [service, commit, used] = columns[..] else {
                score.problems.push(format!("SERVICES.tsv: {line}"));
                continue;
            };
            if wanted.is_some_and(|wanted| wanted != used) {
                continue;
            }
            let folder = checkouts.join(service);
            if !folder.is_dir() {
                let what = format!("{service}: no checkout, fetch it at {commit}");
                score.problems.push(what);
                continue;
            }
            score.service(labels, &folder, service)?;
        }
        Ok(score)
    }

    fn service(&mut self, labels: &Path, folder: &Path, service: &str) -> io::Result<()> {
        let table = fs::read_to_string(labels.join(format!("{service}.tsv")))?;
        let mut rows = Vec::new();
        for (at, line) in table.lines().enumerate().skip(1) {
            match Row::read(line) {
                Some(row) => rows.push(row),
                None => self
                    .problems
                    .push(format!("{service}.tsv:{}: not a row", at + 1)),
            }
        }
        let read = fs::read_to_string(labels.join(format!("{service}.FILES.txt"))).ok();
        let read: Option<BTreeSet<&str>> = read.as_ref().map(|read| read.lines().collect());
        let found: Vec<Found> = found(folder)
            .into_iter()
            .filter(|found| {
                let is_read = read.as_ref().is_none_or(|it| it.contains(&*found.path));
                is_read || is_setup(found.rule)
            })
            .collect();
        for row in rows.iter().filter(|row| row.verdict == Verdict::True) {
            let hit = found.iter().any(|found| row.covers(found));
            let counts = self.rules.entry(row.rule().to_owned()).or_default();
            if hit {
                counts.hit += 1;
            } else {
                counts.missed += 1;
                let place = format!("{service}/{}:{}", row.path, row.first);
                self.places
                    .push(format!("missed: {place} {}: {}", row.rule(), row.why));
            }
        }
        for found in &found {
            let verdict = rows
                .iter()
                .filter(|row| row.covers(found))
                .map(|row| row.verdict)
                .min();
            let counts = self.rules.entry(found.rule.to_owned()).or_default();
            match verdict {
                Some(Verdict::True) => counts.right += 1,
                Some(Verdict::Borderline) => counts.arguable += 1,
                Some(Verdict::False) | None => {
                    counts.wrong += 1;
                    let what = verdict.map_or("not labelled", |_| "wrong");
                    let place = format!("{service}/{}:{}", found.path, found.first);
                    self.places
                        .push(format!("{what}: {place} {}: {}", found.rule, found.message));
                }
            }
        }
        Ok(())
    }

    /// Precision and recall of a rule.
    pub(crate) fn of(&self, rule: &str) -> (f64, f64) {
        let counts = self.rules.get(rule).copied().unwrap_or_default();
        (counts.precision(), counts.recall())
    }

    /// A table by group and rule; `places`: every miss and every finding that is wrong or not labelled, too.
    pub(crate) fn report(&self, places: bool) -> String {
        let mut groups: BTreeMap<String, Vec<(&str, Counts)>> = BTreeMap::new();
        for (rule, counts) in &self.rules {
            groups
                .entry(group_of(rule))
                .or_default()
                .push((rule, *counts));
        }
        let mut text = format!(
            "{:32}{:>7}{:>10}{:>7}{:>6}{:>8}{:>7}{:>8}\n",
            "", "right", "arguable", "wrong", "hit", "missed", "prec.", "recall"
        );
        for (group, rules) in &groups {
            let sum = rules
                .iter()
                .fold(Counts::default(), |sum, (_, it)| sum.plus(*it));
            sum.row(group, &mut text);
            for (rule, counts) in rules {
                counts.row(&format!("  {rule}"), &mut text);
            }
        }
        let shown = if places { &self.places[..] } else { &[] };
        for line in shown.iter().chain(&self.problems) {
            let _ = writeln!(text, "{line}");
        }
        text
    }
}

impl Counts {
    fn plus(self, other: Self) -> Self {
        Self {
            hit: self.hit + other.hit,
            missed: self.missed + other.missed,
            right: self.right + other.right,
            arguable: self.arguable + other.arguable,
            wrong: self.wrong + other.wrong,
        }
    }

    fn precision(self) -> f64 {
        ratio(self.right, self.wrong)
    }

    fn recall(self) -> f64 {
        ratio(self.hit, self.missed)
    }

    fn row(self, name: &str, text: &mut String) {
        let _ = writeln!(
            text,
            "{name:32}{:>7}{:>10}{:>7}{:>6}{:>8}{:>7.2}{:>8.2}",
            self.right,
            self.arguable,
            self.wrong,
            self.hit,
            self.missed,
            self.precision(),
            self.recall()
        );
    }
}

/// What the lint finds in a folder, as the command reads it.
fn found(folder: &Path) -> Vec<Found> {
    let (units, _) = workspace::collect(
        ALL.rules(),
        &Selection {
            paths: vec![folder.to_owned()],
            ..Selection::default()
        },
    );
    run::lint(&ALL, &units)
        .findings
        .iter()
        // Whether a service has taken up the attribute is no question to one that has not.
        .filter(|finding| finding.rule.name != "raw-instrument" && !is_hygiene(finding.rule.name))
        .map(|finding| Found {
            path: finding
                .path
                .strip_prefix(folder)
                .unwrap_or(&finding.path)
                .display()
                .to_string(),
            first: finding.start.line,
            last: finding.end.line,
            rule: finding.rule.name,
            message: finding.message.to_string(),
        })
        .collect()
}

fn is_setup(rule: &str) -> bool {
    ALL.rules()
        .find(rule)
        .is_some_and(|rule| rule.group == Group::SetUp)
}

fn is_hygiene(rule: &str) -> bool {
    ALL.rules()
        .find(rule)
        .is_some_and(|rule| rule.group == Group::Hygiene)
}

/// The group of a rule; whether errors are recorded is a note at most and stands by itself.
fn group_of(rule: &str) -> String {
    match ALL.rules().find(rule) {
        _ if rule == "error-not-recorded" => "notes".to_owned(),
        Some(found) => found.group.as_str().to_owned(),
        None => "no such rule".to_owned(),
    }
}
