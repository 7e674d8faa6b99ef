//! SARIF 2.1.0, as code scanning on GitHub wants it: one run, every rule with its page, results with fingerprints that
//! survive moved lines, and suppressed ones with who suppressed them.

mod limit;
mod line_hash;
mod result;
mod rule;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::Path;

use serde_json::{Value, json};

use crate::engine::finding::Finding;
use crate::package::paths::source_root;
use crate::package::problem::Problem;
use crate::review::identity::identities;

use super::report::Report;
use super::texts::Texts;

use limit::{COMPRESSED, RESULTS};
use result::{Item, Results};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

pub(super) fn write(
    report: &Report<'_>,
    texts: &mut Texts<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let all = items(report);
    let total = all.len();
    let mut kept = limit::most_severe(all, RESULTS);
    let text = loop {
        let text = document(report, &kept, total, texts).to_string();
        match limit::too_many(&text, kept.len(), COMPRESSED) {
            // Rules and problems alone make no report too large for long.
            Some(most) if !kept.is_empty() => kept = limit::most_severe(kept, most),
            _ => break text,
        }
    };
    writeln!(out, "{text}")
}

/// Findings and suppressed ones, by file and place.
fn items<'a>(report: &Report<'a>) -> Vec<Item<'a>> {
    let reported = report.findings.iter().map(|finding| Item {
        finding,
        suppressed: None,
    });
    let suppressed = report.suppressed.iter().map(|suppressed| Item {
        finding: &suppressed.finding,
        suppressed: Some(suppressed),
    });
    let mut items: Vec<Item<'_>> = reported.chain(suppressed).collect();
    items.sort_by(|a, b| {
        let key = |finding: &'a Finding| (&finding.path, finding.bytes.start, finding.rule.name);
        key(a.finding).cmp(&key(b.finding))
    });
    items
}

fn document(report: &Report<'_>, items: &[Item<'_>], total: usize, texts: &mut Texts<'_>) -> Value {
    let mut results = Results::new(source_root(report.units));
    let findings: Vec<&Finding> = items.iter().map(|item| item.finding).collect();
    let identities = identities(&findings, report.units);
    let mut lines: BTreeMap<&Path, BTreeSet<usize>> = BTreeMap::new();
    for finding in &findings {
        lines
            .entry(finding.path.as_path())
            .or_default()
            .insert(finding.start.line);
    }
    let written: Vec<Value> = items
        .iter()
        .zip(&identities)
        .map(|(item, identity)| {
            let index = report
                .rules
                .iter()
                .position(|rule| rule.name == item.finding.rule.name);
            let of_file = &lines[item.finding.path.as_path()];
            results.result(item, identity, index.unwrap_or_default(), of_file, texts)
        })
        .collect();
    let mut notifications: Vec<Value> = report
        .problems
        .iter()
        .map(|problem| notification(problem, &mut results))
        .collect();
    if items.len() < total {
        let message = format!(
            "{} of {total} results are left out, the least severe: code scanning takes {RESULTS} and 10 MB compressed",
            total - items.len()
        );
        notifications.push(json!({ "level": "warning", "message": { "text": message } }));
    }
    let rules: Vec<Value> = report.rules.iter().map(rule::descriptor).collect();
    let mut driver = json!({
        "name": "scorer-lint",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules,
    });
    if let Some(home) = rule::home() {
        driver["informationUri"] = home.into();
    }
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": driver },
            "invocations": [{
                "executionSuccessful": report.problems.is_empty(),
                "toolExecutionNotifications": notifications,
            }],
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {
                "%SRCROOT%": { "description": { "text": "the root of the repository" } },
            },
            "results": written,
        }],
    })
}

fn notification(problem: &Problem, results: &mut Results) -> Value {
    let mut notification = json!({
        "level": "error",
        "message": { "text": problem.message },
    });
    if let Some(path) = &problem.path {
        let mut place = json!({ "artifactLocation": results.artifact(path) });
        if let Some(line) = problem.line {
            place["region"] = json!({ "startLine": line });
        }
        notification["locations"] = json!([{ "physicalLocation": place }]);
    }
    notification
}
