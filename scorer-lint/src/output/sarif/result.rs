//! A finding as a result: where, what, what it is known by, and how to mend it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::engine::finding::{Finding, Fix};
use crate::engine::suppressed::{Suppressed, Suppressor};
use crate::output::human::file_url;
use crate::output::report::{percent, severity};
use crate::output::texts::Texts;
use crate::package::paths::Absolute;
use crate::review::identity::Identity;

use super::line_hash::hashes;

/// A finding with who keeps it from being reported, if anybody does.
pub(super) struct Item<'a> {
    pub(super) finding: &'a Finding,
    pub(super) suppressed: Option<&'a Suppressed>,
}

/// Where results stand, and what was said of a file before.
pub(super) struct Results {
    root: PathBuf,
    paths: Absolute,
    current: PathBuf,
    /// The hashes of the current file's lines.
    lines: BTreeMap<usize, String>,
    /// How often the current file had a finding known by this.
    seen: HashMap<String, usize>,
}

impl Results {
    pub(super) fn new(root: PathBuf) -> Self {
        Self {
            root,
            paths: Absolute::default(),
            current: PathBuf::new(),
            lines: BTreeMap::new(),
            seen: HashMap::new(),
        }
    }

    /// A result. Findings come by file; `lines` are those of the file that have any.
    pub(super) fn result(
        &mut self,
        item: &Item<'_>,
        identity: &Identity,
        rule: usize,
        lines: &BTreeSet<usize>,
        texts: &mut Texts<'_>,
    ) -> Value {
        let finding = item.finding;
        if self.current != *finding.path {
            self.current.clone_from(&finding.path);
            self.seen.clear();
            self.lines = texts
                .get(&finding.path)
                .map(|text| hashes(text.text(), lines))
                .unwrap_or_default();
        }
        let digest = identity.digest();
        let count = self.seen.entry(digest.clone()).or_insert(0);
        *count += 1;
        let mut prints = json!({ "scorerLint/v1": format!("{digest}:{count}") });
        if let Some(hash) = self.lines.get(&finding.start.line) {
            prints["primaryLocationLineHash"] = hash.as_str().into();
        }
        let mut location = json!({
            "physicalLocation": {
                "artifactLocation": self.artifact(&finding.path),
                "region": {
                    "startLine": finding.start.line,
                    "startColumn": finding.start.column,
                    "endLine": finding.end.line,
                    "endColumn": finding.end.column,
                },
            },
        });
        if !identity.item.is_empty() {
            location["logicalLocations"] = json!([{ "fullyQualifiedName": identity.item }]);
        }
        let mut result = json!({
            "ruleId": finding.rule.name,
            "ruleIndex": rule,
            "level": severity(finding.level),
            "message": { "text": texts.whole(finding) },
            "locations": [location],
            "partialFingerprints": prints,
        });
        if let Some(fix) = texts
            .fix(finding)
            .and_then(|fix| self.fix(finding, fix, texts))
        {
            result["fixes"] = json!([fix]);
        }
        if let Some(suppressed) = item.suppressed {
            let kind = match suppressed.by {
                Suppressor::Comment => "inSource",
                Suppressor::Baseline => "external",
            };
            let mut suppression = json!({ "kind": kind });
            if let Some(reason) = &suppressed.reason {
                suppression["justification"] = reason.as_str().into();
            }
            result["suppressions"] = json!([suppression]);
        }
        result
    }

    /// A file, from the repository's root on; one outside of it by its full name.
    pub(super) fn artifact(&mut self, path: &Path) -> Value {
        let absolute = self.paths.of(path);
        match absolute.strip_prefix(&self.root) {
            Ok(within) => {
                let parts = within
                    .components()
                    .map(|part| percent(part.as_os_str().as_encoded_bytes()));
                let uri = parts.collect::<Vec<_>>().join("/");
                json!({ "uri": uri, "uriBaseId": "%SRCROOT%" })
            }
            Err(_) => json!({ "uri": file_url(absolute) }),
        }
    }

    /// None when the file has gone meanwhile.
    fn fix(&mut self, finding: &Finding, fix: &Fix, texts: &mut Texts<'_>) -> Option<Value> {
        let text = texts.get(&finding.path)?;
        let replacements: Vec<Value> = fix
            .edits
            .iter()
            .map(|edit| {
                let (start, end) = (text.place(edit.bytes.start), text.place(edit.bytes.end));
                json!({
                    "deletedRegion": {
                        "startLine": start.line,
                        "startColumn": start.column,
                        "endLine": end.line,
                        "endColumn": end.column,
                    },
                    "insertedContent": { "text": edit.text },
                })
            })
            .collect();
        // The help may show more than an edit that is known to compile.
        let description = if fix.safe {
            "what `cargo scorer-lint --fix` writes"
        } else {
            "what `cargo scorer-lint --fix --unsafe-fixes` writes"
        };
        Some(json!({
            "description": { "text": description },
            "artifactChanges": [{
                "artifactLocation": self.artifact(&finding.path),
                "replacements": replacements,
            }],
        }))
    }
}
