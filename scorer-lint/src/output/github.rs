//! Workflow commands: GitHub shows each as an annotation in the pull request.

use std::io::{self, Write};

use crate::rule::Level;

use super::texts::Texts;
use super::{Report, severity};

pub(super) fn write(
    report: &Report<'_>,
    texts: &mut Texts<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    for finding in report.findings {
        let command = match finding.level {
            Level::Note | Level::Allow => "notice",
            level => severity(level),
        };
        let (start, end) = (finding.start, finding.end);
        write!(
            out,
            "::{command} file={},line={},endLine={},col={}",
            property(&finding.path.to_string_lossy()),
            start.line,
            end.line,
            start.column,
        )?;
        // An end column is read as one of the first line.
        if end.line == start.line {
            write!(out, ",endColumn={}", end.column)?;
        }
        let mut message = finding.message.clone();
        for note in &finding.notes {
            message = format!("{message}\nnote: {note}");
        }
        if let Some(help) = texts.help(finding) {
            message = format!("{message}\nhelp: {help}");
        }
        writeln!(
            out,
            ",title={}::{}",
            property(finding.rule.name),
            data(&message)
        )?;
    }
    Ok(())
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
