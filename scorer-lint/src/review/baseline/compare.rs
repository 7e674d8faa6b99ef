//! Findings beside a baseline: which it holds, which are new, which entries have gone.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use crate::engine::finding::Finding;
use crate::package::paths::{Absolute, relative};
use crate::review::identity::Identity;

use super::Looked;
use super::entry::Entry;
use super::file::{Baseline, folder};

/// What a comparison yields.
#[derive(Debug, Default)]
pub(crate) struct Compared {
    /// For each finding the entry that holds it, by its place in the baseline.
    pub(crate) held: Vec<Option<usize>>,
    /// For each finding how many like it the baseline holds for its file.
    pub(crate) like: Vec<usize>,
    /// For each entry how many of its findings are left; none where nobody looked.
    pub(crate) left: Vec<Option<usize>>,
    /// For each entry whose file was renamed, what it is called now.
    pub(crate) renamed: HashMap<usize, String>,
}

/// Compares findings with a baseline, each with what it is known by.
pub(crate) fn compare(
    baseline: &Baseline,
    findings: &[(&Finding, &Identity)],
    looked: &Looked<'_>,
    paths: &mut Absolute,
) -> Compared {
    let from = folder(&baseline.path);
    let mut by_key: HashMap<(&str, &Identity), Vec<usize>> = HashMap::new();
    for (at, entry) in baseline.entries.iter().enumerate() {
        by_key
            .entry((&entry.path, &entry.identity))
            .or_default()
            .push(at);
    }
    let mut free: Vec<usize> = baseline.entries.iter().map(|entry| entry.count).collect();
    let mut held = vec![None; findings.len()];
    let mut like = Vec::with_capacity(findings.len());
    let names: Vec<String> = findings
        .iter()
        .map(|(finding, _)| relative(&from, paths.of(&finding.path)))
        .collect();
    for (at, (_, identity)) in findings.iter().enumerate() {
        let entries = by_key.get(&(names[at].as_str(), *identity));
        let entries = entries.map_or(&[][..], Vec::as_slice);
        like.push(
            entries
                .iter()
                .map(|entry| baseline.entries[*entry].count)
                .sum(),
        );
        let entry = entries.iter().find(|entry| free[**entry] > 0);
        if let Some(entry) = entry {
            free[*entry] -= 1;
            held[at] = Some(*entry);
        }
    }
    let renamed = moved(baseline, &from, findings, &names, &mut free, &mut held);
    let left = baseline
        .entries
        .iter()
        .zip(&free)
        .map(|(entry, free)| {
            let left = entry.count - free;
            let seen = looked.has_seen(&baseline.file_of(entry), &entry.identity.rule);
            (left == entry.count || seen).then_some(left)
        })
        .collect();
    Compared {
        held,
        like,
        left,
        renamed,
    }
}

/// Entries of files that have gone hold what looks alike in the one other file where it does.
fn moved(
    baseline: &Baseline,
    from: &Path,
    findings: &[(&Finding, &Identity)],
    names: &[String],
    free: &mut [usize],
    held: &mut [Option<usize>],
) -> HashMap<usize, String> {
    let mut new: HashMap<&Identity, Vec<usize>> = HashMap::new();
    for (at, (_, identity)) in findings.iter().enumerate() {
        if held[at].is_none() {
            new.entry(identity).or_default().push(at);
        }
    }
    let mut renamed = HashMap::new();
    for (at, entry) in baseline.entries.iter().enumerate() {
        let Some(candidates) = new.get(&entry.identity) else {
            continue;
        };
        if free[at] != entry.count || from.join(&entry.path).exists() {
            continue;
        }
        let candidates = || {
            candidates
                .iter()
                .copied()
                .filter(|finding| names[*finding] != entry.path)
        };
        let Some(first) = candidates().next() else {
            continue;
        };
        if candidates().any(|finding| names[finding] != names[first]) {
            continue;
        }
        let unheld: Vec<usize> = candidates()
            .filter(|finding| held[*finding].is_none())
            .collect();
        for finding in unheld.into_iter().take(free[at]) {
            held[finding] = Some(at);
            free[at] -= 1;
            renamed.insert(at, names[first].clone());
        }
    }
    renamed
}

/// Findings as entries: what looks alike is one.
pub(crate) fn grouped(
    baseline: &Baseline,
    findings: &[(&Finding, &Identity)],
    paths: &mut Absolute,
) -> Vec<Entry> {
    let from = folder(&baseline.path);
    let mut entries: BTreeMap<(String, &Identity), Entry> = BTreeMap::new();
    for (finding, identity) in findings {
        let path = relative(&from, paths.of(&finding.path));
        entries
            .entry((path.clone(), identity))
            .and_modify(|entry| entry.count += 1)
            .or_insert_with(|| Entry {
                path,
                identity: (*identity).clone(),
                count: 1,
                says: finding.message.to_string(),
                reason: None,
                bytes: 0..0,
            });
    }
    entries.into_values().collect()
}
