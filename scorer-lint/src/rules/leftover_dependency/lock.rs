//! Several releases of OpenTelemetry in one Cargo.lock.

use std::ops::Range;
use std::sync::Arc;

use crate::engine::cx::UnitCx;
use crate::engine::finding::Finding;
use crate::package::unit::TextFile;

use crate::rule::Rule;

/// The crate that holds what all others share: the current context, the global providers.
const SHARED: &str = "opentelemetry";

struct Entry<'a> {
    place: Range<usize>,
    version: &'a str,
}

/// An older release beside a newer one, each entry where it stands.
pub(super) fn check(cx: &UnitCx<'_>, rule: &'static Rule, file: &TextFile) {
    let entries = entries(&file.text);
    let Some(newest) = entries.iter().max_by_key(|entry| numbers(entry.version)) else {
        return;
    };
    for entry in &entries {
        if release(entry.version) == release(newest.version) {
            continue;
        }
        let message = format!(
            "`{SHARED}` {} is used next to {}: neither sees what the other records",
            entry.version, newest.version
        );
        let path = Arc::new(file.path.clone());
        let mut finding = Finding::new(rule, &path, entry.place.clone(), message)
            .names([SHARED])
            .help(format!(
                "update the crates that depend on it to {}: `cargo tree -i {SHARED}@{}` lists them",
                newest.version, entry.version
            ));
        let askers = askers(&file.text, entry.version);
        if !askers.is_empty() {
            finding = finding.note(format!("required by {}", askers.join(", ")));
        }
        cx.report(finding);
    }
}

fn entries(text: &str) -> Vec<Entry<'_>> {
    let mut found = Vec::new();
    let mut place = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with('[') {
            place = None;
        } else if quoted(line, "name = ") == Some(SHARED) {
            let start = at + line.find('"').unwrap_or_default();
            place = Some(start..start + SHARED.len() + 2);
        } else if let (Some(version), Some(known)) = (quoted(line, "version = "), &place) {
            found.push(Entry {
                place: known.clone(),
                version,
            });
            place = None;
        }
        at += line.len();
    }
    found
}

/// Which packages depend on this version of it.
fn askers(text: &str, version: &str) -> Vec<String> {
    let wanted = format!("\"{SHARED} {version}");
    let mut found = Vec::new();
    let mut name = "";
    for line in text.lines() {
        if let Some(package) = quoted(line, "name = ") {
            name = package;
        } else if let Some(rest) = line.trim_start().strip_prefix(&wanted)
            && rest.starts_with(['"', ' '])
        {
            found.push(format!("`{name}`"));
        }
    }
    found
}

/// The text in quotes behind a key that begins a line.
fn quoted<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    line.strip_prefix(key)?.strip_prefix('"')?.split('"').next()
}

/// What semantic versioning holds to be one release: `0.27` of `0.27.1`, `1` of `1.2.3`.
fn release(version: &str) -> (u64, u64) {
    match numbers(version).as_slice() {
        [0, minor, ..] => (0, *minor),
        [major, ..] => (*major, 0),
        [] => (0, 0),
    }
}

fn numbers(version: &str) -> Vec<u64> {
    let plain = version.split(['-', '+']).next().unwrap_or_default();
    plain
        .split('.')
        .map(|part| part.parse().unwrap_or_default())
        .collect()
}
