//! GitLab's code quality report: what a merge request shows beside the lines that it changes.
//! <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>

use std::collections::HashMap;
use std::io::{self, Write};

use serde_json::{Value, json};

use crate::engine::finding::Finding;
use crate::package::paths::{Absolute, source_root};
use crate::review::identity::identities;
use crate::rule::Level;

use super::report::Report;
use super::texts::Texts;

pub(super) fn write(
    report: &Report<'_>,
    texts: &mut Texts<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let root = source_root(report.units);
    let mut paths = Absolute::default();
    let findings: Vec<&Finding> = report.findings.iter().collect();
    let known = identities(&findings, report.units);
    // A fingerprint stands once in a report.
    let mut seen: HashMap<String, usize> = HashMap::new();
    let issues: Vec<Value> = findings
        .iter()
        .zip(&known)
        .map(|(finding, identity)| {
            let absolute = paths.of(&finding.path);
            let path = absolute.strip_prefix(&root).unwrap_or(absolute);
            let digest = format!("{}:{}", path.display(), identity.digest());
            let count = seen.entry(digest.clone()).or_insert(0);
            *count += 1;
            json!({
                "description": texts.whole(finding),
                "check_name": finding.rule.name,
                "fingerprint": format!("{digest}:{count}"),
                "severity": severity(finding.level),
                "location": {
                    "path": path.to_string_lossy(),
                    "lines": { "begin": finding.start.line, "end": finding.end.line },
                },
            })
        })
        .collect();
    serde_json::to_writer(&mut *out, &issues)?;
    writeln!(out)
}

fn severity(level: Level) -> &'static str {
    match level {
        Level::Deny => "critical",
        Level::Warn => "minor",
        Level::Note | Level::Allow => "info",
    }
}
