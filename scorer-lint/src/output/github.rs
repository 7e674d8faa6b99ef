//! Workflow commands: GitHub shows each as an annotation in the pull request.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use crate::package::paths::{Absolute, repository, source_root};
use crate::rule::Level;

use super::report::{Report, severity};
use super::texts::Texts;

pub(super) fn write(
    report: &Report<'_>,
    texts: &mut Texts<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    if let Some(beyond) = beyond(report) {
        writeln!(out, "::notice title=scorer-lint::{}", data(&beyond))?;
    }
    let mut paths = Absolute::default();
    let root = source_root(report.units);
    for finding in report.findings {
        let command = command(finding.level);
        let (start, end) = (finding.start, finding.end);
        write!(
            out,
            "::{command} file={},line={},endLine={},col={}",
            property(&from_root(&root, paths.of(&finding.path), &finding.path)),
            start.line,
            end.line,
            start.column,
        )?;
        // An end column is read as one of the first line.
        if end.line == start.line {
            write!(out, ",endColumn={}", end.column)?;
        }
        writeln!(
            out,
            ",title={}::{}",
            property(finding.rule.name),
            data(&texts.whole(finding))
        )?;
    }
    Ok(())
}

fn command(level: Level) -> &'static str {
    match level {
        Level::Note | Level::Allow => "notice",
        level => severity(level),
    }
}

/// How many annotations of a kind GitHub shows for a step; the rest stand in its log alone.
const SHOWN: usize = 10;

/// What is said first when not all is shown: it is itself among the first notices.
fn beyond(report: &Report<'_>) -> Option<String> {
    let mut counts = BTreeMap::new();
    for finding in report.findings {
        *counts.entry(command(finding.level)).or_insert(0) += 1;
    }
    let over: Vec<String> = counts
        .into_iter()
        .filter(|(_, count)| *count > SHOWN)
        .map(|(command, count)| format!("{count} {command}s"))
        .collect();
    (!over.is_empty()).then(|| {
        format!(
            "{}: GitHub shows {SHOWN} of each, and the step's log the rest; `--format sarif` shows all in code scanning",
            over.join(", ")
        )
    })
}

/// A path as GitHub looks for it: from the repository's root on, wherever the command was called.
fn from_root(root: &Path, absolute: &Path, shown: &Path) -> String {
    let is_in_repository = repository(root).is_some();
    match absolute.strip_prefix(root) {
        Ok(within) if is_in_repository => within.to_string_lossy().into_owned(),
        _ => shown.to_string_lossy().into_owned(),
    }
}

/// The text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The value of a property, which a comma or a colon would end.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
