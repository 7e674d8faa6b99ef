//! reviewdog's own JSON. Columns are counted in bytes of UTF-8, from one; an end is the place behind the last byte.

use std::io::{self, Write};
use std::ops::Range;

use serde_json::{Value, json};

use crate::engine::finding::{Finding, Fix};
use crate::rule::Level;

use super::report::Report;
use super::texts::{Text, Texts};

pub(super) fn write(
    report: &Report<'_>,
    texts: &mut Texts<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let diagnostics: Vec<Value> = report
        .findings
        .iter()
        .map(|finding| diagnostic(finding, texts))
        .collect();
    let document = json!({
        "source": { "name": "scorer-lint" },
        "diagnostics": diagnostics,
    });
    serde_json::to_writer(&mut *out, &document)?;
    writeln!(out)
}

fn diagnostic(finding: &Finding, texts: &mut Texts<'_>) -> Value {
    let message = texts.whole(finding);
    let severity = match finding.level {
        Level::Deny => "ERROR",
        Level::Warn => "WARNING",
        Level::Note | Level::Allow => "INFO",
    };
    let mut location = json!({ "path": finding.path.to_string_lossy() });
    let mut suggestions = Vec::new();
    let fix = texts.fix(finding);
    if let Some(text) = texts.get(&finding.path) {
        location["range"] = range(text, &finding.bytes);
        suggestions.extend(fix.and_then(|fix| suggestion(text, fix)));
    }
    let mut diagnostic = json!({
        "message": message,
        "location": location,
        "severity": severity,
        "code": { "value": finding.rule.name },
    });
    if !suggestions.is_empty() {
        diagnostic["suggestions"] = suggestions.into();
    }
    diagnostic
}

fn range(text: &mut Text<'_>, bytes: &Range<usize>) -> Value {
    let (start, end) = (place(text, bytes.start), place(text, bytes.end));
    json!({ "start": start, "end": end })
}

fn place(text: &mut Text<'_>, at: usize) -> Value {
    let line = text.place(at).line;
    let whole = text.text();
    let before = whole.get(..at).unwrap_or(whole);
    let column = before.len() - before.rfind('\n').map_or(0, |newline| newline + 1) + 1;
    json!({ "line": line, "column": column })
}

/// A fix as one replacement, for that is what a review can take: what stands between its edits is repeated, unless a secret
/// may stand there.
fn suggestion(text: &mut Text<'_>, fix: &Fix) -> Option<Value> {
    let mut edits: Vec<_> = fix.edits.iter().collect();
    edits.sort_by_key(|edit| edit.bytes.start);
    let whole = edits.first()?.bytes.start..edits.last()?.bytes.end;
    let written = text.text().get(whole.clone())?;
    if edits.len() > 1 && text.masked(whole.clone(), true) != written {
        return None;
    }
    let mut replacement = String::new();
    let mut at = whole.start;
    for edit in edits {
        replacement.push_str(text.text().get(at..edit.bytes.start)?);
        replacement.push_str(&edit.text);
        at = edit.bytes.end;
    }
    Some(json!({ "range": range(text, &whole), "text": replacement }))
}
