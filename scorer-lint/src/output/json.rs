//! One JSON object a line, for programs. Lines and columns are counted from one, columns in characters; an end is the
//! place behind the last character.

use std::io::{self, Write};

use serde::Serialize;

use crate::engine::finding::{Finding, Fix};
use crate::engine::message::Message;

use super::report::Report;
use super::texts::Texts;

#[derive(Serialize)]
struct Object<'a> {
    rule: &'a str,
    group: &'a str,
    level: &'a str,
    path: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    message: &'a Message,
    notes: &'a [Message],
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<FixObject<'a>>,
}

#[derive(Serialize)]
struct FixObject<'a> {
    safe: bool,
    edits: Vec<EditObject<'a>>,
}

#[derive(Serialize)]
struct EditObject<'a> {
    /// The first byte to replace.
    start: usize,
    /// The byte behind the last.
    end: usize,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    text: &'a str,
}

pub(super) fn write(
    report: &Report<'_>,
    texts: &mut Texts<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    for finding in report.findings {
        let line = Object {
            rule: finding.rule.name,
            group: finding.rule.group.as_str(),
            level: finding.level.as_str(),
            path: finding.path.to_string_lossy().into_owned(),
            line: finding.start.line,
            column: finding.start.column,
            end_line: finding.end.line,
            end_column: finding.end.column,
            message: &finding.message,
            notes: &finding.notes,
            help: texts.help(finding),
            fix: texts
                .fix(finding)
                .and_then(|fix| fix_object(finding, fix, texts)),
        };
        serde_json::to_writer(&mut *out, &line)?;
        writeln!(out)?;
    }
    Ok(())
}

/// None when the file has gone meanwhile.
fn fix_object<'a>(finding: &Finding, fix: &'a Fix, texts: &mut Texts<'_>) -> Option<FixObject<'a>> {
    let text = texts.get(&finding.path)?;
    let edits = fix.edits.iter().map(|edit| {
        let start = text.place(edit.bytes.start);
        let end = text.place(edit.bytes.end);
        EditObject {
            start: edit.bytes.start,
            end: edit.bytes.end,
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            text: &edit.text,
        }
    });
    Some(FixObject {
        safe: fix.safe,
        edits: edits.collect(),
    })
}
