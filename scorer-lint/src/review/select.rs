//! From all findings to those that are reported: baselines hold some, and what they hold in vain is found.

use std::collections::HashMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::engine::check::Upkeep;
use crate::engine::counted::counted;
use crate::engine::finding::{Elsewhere, Finding};
use crate::engine::places::place;
use crate::engine::registry::Registry;
use crate::engine::run::Outcome;
use crate::engine::suppressed::{Suppressed, Suppressor};
use crate::package::problem::Problem;
use crate::package::settings::Settings;
use crate::package::unit::{self, Unit};
use crate::rule::{Level, Rule};

use super::baseline::{Baseline, Compared, Entry, Looked, compare, grouped, save};
use super::diff;
use super::identity::{Identity, identities};
use crate::package::paths::Absolute;

/// What the user asks of a run, beyond what is linted.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The revision from which on a change is reviewed.
    pub diff: Option<String>,
    /// The one file whose findings are wanted.
    pub only: Option<PathBuf>,
    /// The baseline whose findings are not reported.
    pub baseline: Option<PathBuf>,
    /// The baseline to write.
    pub write_baseline: Option<PathBuf>,
    /// Whether what is new goes into it.
    pub grow: bool,
}

/// What a review made of findings, beyond the findings themselves.
#[derive(Debug, Default)]
pub struct Selection {
    /// What baselines hold.
    pub held: Vec<Suppressed>,
    /// How many findings a change does not bring.
    pub elsewhere: usize,
    /// What is told beside the report, a line each.
    pub told: Vec<String>,
    /// Whether findings were left out of the baseline that is written.
    pub refused_to_grow: bool,
}

/// What was linted, and under which rules.
#[derive(Clone, Copy)]
struct Linted<'a> {
    registry: &'static Registry,
    units: &'a [Unit],
    problems: &'a [Problem],
}

/// Leaves in `outcome` what is to be reported.
///
/// # Errors
///
/// When a baseline cannot be read or written.
pub fn select(
    registry: &'static Registry,
    request: &Request,
    units: &[Unit],
    problems: &[Problem],
    outcome: &mut Outcome,
) -> Result<Selection, Problem> {
    let linted = Linted {
        registry,
        units,
        problems,
    };
    let mut selection = Selection::default();
    if let Some(file) = &request.write_baseline {
        write(linted, file, request.grow, outcome, &mut selection)?;
        return Ok(selection);
    }
    hold(linted, request, outcome, &mut selection)?;
    if let Some(rev) = &request.diff {
        let findings = std::mem::take(&mut outcome.findings);
        (outcome.findings, selection.elsewhere) = diff::brought(rev, units, findings)?;
    }
    if let Some(only) = &request.only {
        outcome.findings.retain(|finding| *finding.path == *only);
        outcome.exempted.retain(|one| *one.finding.path == *only);
        selection.held.retain(|one| *one.finding.path == *only);
        outcome.files = 1;
    }
    Ok(selection)
}

/// Leaves out what baselines hold.
fn hold(
    linted: Linted<'_>,
    request: &Request,
    outcome: &mut Outcome,
    selection: &mut Selection,
) -> Result<(), Problem> {
    let units = linted.units;
    let owners = unit::owners(units);
    let mut by_file: HashMap<PathBuf, Vec<Finding>> = HashMap::new();
    let mut files: Vec<(PathBuf, &Settings)> = Vec::new();
    let default = Settings::default();
    match &request.baseline {
        Some(file) => {
            let settings = units.first().map_or(&default, |unit| &unit.settings);
            files.push((file.clone(), settings));
        }
        None => {
            for unit in units {
                if let Some(file) = &unit.settings.baseline
                    && !files.iter().any(|(known, _)| known == file)
                {
                    files.push((file.clone(), &unit.settings));
                }
            }
        }
    }
    if files.is_empty() {
        return Ok(());
    }
    for finding in std::mem::take(&mut outcome.findings) {
        let of_package = || {
            let owner = owners.get(finding.path.as_path())?;
            owner.settings.baseline.clone()
        };
        match request.baseline.clone().or_else(of_package) {
            Some(file) => by_file.entry(file).or_default().push(finding),
            None => outcome.findings.push(finding),
        }
    }
    let looked = Looked::at(linted.registry, units, linted.problems);
    for (file, settings) in files {
        let Some(baseline) = Baseline::read(&file)? else {
            let message = format!(
                "there is no such baseline: `--write-baseline {}` makes it",
                file.display()
            );
            return Err(Problem::at(file, message));
        };
        let findings = by_file.remove(&file).unwrap_or_default();
        apply(
            linted, &baseline, findings, settings, &looked, outcome, selection,
        );
    }
    sort(&mut outcome.findings);
    Ok(())
}

fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| {
        (&a.path, a.bytes.start, a.bytes.end, a.rule.name).cmp(&(
            &b.path,
            b.bytes.start,
            b.bytes.end,
            b.rule.name,
        ))
    });
}

/// Findings each with what they are known by.
fn known<'a>(
    findings: &'a [Finding],
    identities: &'a [Identity],
) -> Vec<(&'a Finding, &'a Identity)> {
    findings.iter().zip(identities).collect()
}

fn apply(
    linted: Linted<'_>,
    baseline: &Baseline,
    findings: Vec<Finding>,
    settings: &Settings,
    looked: &Looked<'_>,
    outcome: &mut Outcome,
    selection: &mut Selection,
) {
    let identities = identities(&findings.iter().collect::<Vec<_>>(), linted.units);
    let compared = compare(
        baseline,
        &known(&findings, &identities),
        looked,
        &mut Absolute::default(),
    );
    outcome
        .findings
        .extend(stale(linted.registry, baseline, &compared, settings));
    for (at, finding) in findings.into_iter().enumerate() {
        let held = &compared.held[at];
        match held {
            Some(entry) => selection.held.push(Suppressed {
                finding,
                by: Suppressor::Baseline,
                reason: baseline.entries[*entry].reason.clone(),
            }),
            None => outcome.findings.push(match compared.like[at] {
                0 => finding,
                count => finding.note(format!(
                    "the baseline holds {count} like it here, and there are more"
                )),
            }),
        }
    }
}

/// The entries that hold more than there is.
fn stale(
    registry: &'static Registry,
    baseline: &Baseline,
    compared: &Compared,
    settings: &Settings,
) -> Vec<Finding> {
    let path = Arc::new(baseline.path.clone());
    let mut findings = Vec::new();
    let Some(rule) = registry.upkeep(Upkeep::Stale) else {
        return findings;
    };
    let level = settings.level(rule);
    if level == Level::Allow {
        return findings;
    }
    for (entry, left) in baseline.entries.iter().zip(&compared.left) {
        let Some(left) = left.filter(|left| *left < entry.count) else {
            continue;
        };
        findings.push(stale_entry(rule, baseline, &path, entry, left));
    }
    for finding in &mut findings {
        finding.level = level;
    }
    place(&baseline.text, &mut findings);
    findings
}

fn stale_entry(
    rule: &'static Rule,
    baseline: &Baseline,
    path: &Arc<PathBuf>,
    entry: &Entry,
    left: usize,
) -> Finding {
    let name = &entry.identity.rule;
    let place = match entry.identity.item.as_str() {
        "" => format!("`{}`", entry.path),
        item => format!("`{item}` of `{}`", entry.path),
    };
    let message = match left {
        0 => format!("`{name}` no longer finds this in {place}"),
        left => format!(
            "`{name}` finds this {left} of {} times in {place}",
            entry.count
        ),
    };
    let item = Some(&entry.identity.item).filter(|item| !item.is_empty());
    let finding = Finding::new(rule, path, entry.bytes.clone(), message)
        .names([name].into_iter().chain(item).chain([&entry.path]))
        .elsewhere(Elsewhere::File(baseline.file_of(entry)));
    let command = format!("`--write-baseline {}`", baseline.path.display());
    if left > 0 {
        return finding.help(format!("write `count = {left}`, or run with {command}"));
    }
    finding
        .help(format!("remove this entry, or run with {command}"))
        .fix(line(&baseline.text, entry), "", true)
}

/// An entry with its line, where it has one for itself.
fn line(text: &str, entry: &Entry) -> std::ops::Range<usize> {
    let bytes = entry.bytes.clone();
    let start = text[..bytes.start]
        .rfind('\n')
        .map_or(0, |newline| newline + 1);
    let end = text[bytes.end..]
        .find('\n')
        .map_or(text.len(), |newline| bytes.end + newline + 1);
    let alone = text[start..bytes.start].trim().is_empty()
        && matches!(text[bytes.end..end].trim(), "" | ",");
    if alone {
        return start..end;
    }
    let comma = text[bytes.end..].starts_with(',');
    bytes.start..bytes.end + usize::from(comma)
}

/// Writes a baseline. One that is there shrinks by itself, and grows when that is asked for; else what is new is reported.
fn write(
    linted: Linted<'_>,
    file: &Path,
    grow: bool,
    outcome: &mut Outcome,
    selection: &mut Selection,
) -> Result<(), Problem> {
    let Linted {
        registry,
        units,
        problems,
    } = linted;
    if !problems.is_empty() {
        let message = "is left as it was: not everything could be read";
        return Err(Problem::at(file, message));
    }
    let existing = Baseline::read(file)?;
    let is_first = existing.is_none();
    let baseline = existing.unwrap_or_else(|| Baseline::empty(file));
    let findings = std::mem::take(&mut outcome.findings);
    let known_by = identities(&findings.iter().collect::<Vec<_>>(), units);
    let known = known(&findings, &known_by);
    let mut paths = Absolute::default();
    let compared = compare(
        &baseline,
        &known,
        &Looked::at(registry, units, problems),
        &mut paths,
    );
    let mut entries = kept(&baseline, &compared);
    let total = |entries: &[Entry]| entries.iter().map(|entry| entry.count).sum::<usize>();
    let gone = total(&baseline.entries) - total(&entries);
    let new: Vec<(&Finding, &Identity)> = known
        .iter()
        .zip(&compared.held)
        .filter(|(_, held)| held.is_none())
        .map(|(finding, _)| *finding)
        .collect();
    let grows = !new.is_empty() && !is_first;
    let takes_new = is_first || grow;
    if takes_new {
        merge(&mut entries, grouped(&baseline, &new, &mut paths));
    }
    let changed = save(&baseline, &entries)?;
    let mut told = format!(
        "{}: {} in {}",
        file.display(),
        counted(total(&entries), "finding"),
        counted(entries.len(), "entry"),
    );
    // Writing to a string cannot fail.
    if gone > 0 {
        let _ = write!(told, ", {gone} gone");
    }
    if grows && takes_new {
        let _ = write!(told, ", {} new", new.len());
    }
    if !changed {
        told.push_str(", as it was");
    }
    selection.told.push(told);
    if grows && takes_new {
        selection.told.extend(new.iter().map(|(finding, _)| {
            format!(
                "  new: {}:{}: {}: {}",
                finding.path.display(),
                finding.start.line,
                finding.rule.name,
                finding.message
            )
        }));
    }
    if grows && !takes_new {
        selection.refused_to_grow = true;
        selection.told.push(format!(
            "{} not in it, and left out: fix them, or write them into it with `--grow-baseline`",
            counted(new.len(), "finding")
        ));
    }
    let held: Vec<bool> = compared
        .held
        .iter()
        .map(|held| held.is_some() || takes_new)
        .collect();
    for (finding, held) in findings.into_iter().zip(held) {
        if held {
            selection.held.push(Suppressed {
                finding,
                by: Suppressor::Baseline,
                reason: None,
            });
        } else {
            outcome.findings.push(finding);
        }
    }
    Ok(())
}

/// The entries that stay: with what is left of them, under the names that their files have now.
fn kept(baseline: &Baseline, compared: &Compared) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for (at, entry) in baseline.entries.iter().enumerate() {
        let mut entry = entry.clone();
        if let Some(path) = compared.renamed.get(&at) {
            entry.path.clone_from(path);
        }
        entry.count = compared.left[at].unwrap_or(entry.count);
        if entry.count > 0 {
            entries.push(entry);
        }
    }
    entries
}

/// Adds entries; those that look alike become one, with the reason that is there.
fn merge(entries: &mut Vec<Entry>, new: Vec<Entry>) {
    for entry in new {
        let known = entries
            .iter_mut()
            .find(|known| known.path == entry.path && known.identity == entry.identity);
        match known {
            Some(known) => known.count += entry.count,
            None => entries.push(entry),
        }
    }
}
