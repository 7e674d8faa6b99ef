//! What `cargo check --message-format=json` writes: editors that show the compiler's findings show these too.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::{Value, json};
use toml_span::value::Value as Toml;

use crate::engine::finding::{Finding, Fix};
use crate::package::problem::read_source;
use crate::package::unit::Unit;

use super::excerpt::is_strict;
use super::human::{file_url, render};
use super::report::{Report, Style, severity};
use super::texts::Texts;

/// How many bytes of source lines go with a span.
const LINES: usize = 4 << 10;

/// The compiler's own form.
#[derive(Serialize)]
struct Diagnostic<'a> {
    rendered: Option<String>,
    message: Cow<'a, str>,
    code: Option<Code>,
    level: &'static str,
    spans: Vec<Span<'a>>,
    children: Vec<Diagnostic<'a>>,
}

#[derive(Serialize)]
struct Code {
    /// `scorer-lint::timing-log`: editors name the tool before the `::` as the source.
    code: String,
    explanation: Option<&'static str>,
}

#[derive(Serialize)]
struct Span<'a> {
    file_name: &'a str,
    byte_start: usize,
    byte_end: usize,
    line_start: usize,
    line_end: usize,
    column_start: usize,
    column_end: usize,
    is_primary: bool,
    text: Vec<Line>,
    label: Option<&'static str>,
    suggested_replacement: Option<&'a str>,
    suggestion_applicability: Option<&'static str>,
    expansion: Option<()>,
}

/// A source line, and what of it is at fault.
#[derive(Serialize)]
struct Line {
    text: String,
    highlight_start: usize,
    highlight_end: usize,
}

pub(super) fn write(
    report: &Report<'_>,
    texts: &mut Texts<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut packages = HashMap::new();
    for finding in report.findings {
        let file_name = absolute(&finding.path);
        let package = texts.owner(&finding.path).map(|unit| {
            let package = packages
                .entry(unit.root.as_path())
                .or_insert_with(|| Package::of(unit));
            &*package
        });
        let line = json!({
            "reason": "compiler-message",
            "package_id": package.map(|package| package.id.as_str()).unwrap_or_default(),
            "manifest_path": package.map_or(Path::new(""), |package| &package.manifest),
            "target": package.map(|package| package.target(&finding.path)).unwrap_or_default(),
            "message": diagnostic(finding, &file_name.to_string_lossy(), texts),
        });
        serde_json::to_writer(&mut *out, &line)?;
        writeln!(out)?;
    }
    writeln!(
        out,
        "{}",
        json!({"reason": "build-finished", "success": true})
    )
}

fn diagnostic<'a>(
    finding: &'a Finding,
    file_name: &'a str,
    texts: &mut Texts<'_>,
) -> Diagnostic<'a> {
    let mut rendered = render(finding, texts, Style::default());
    rendered.push_str("\n\n");
    let mut children: Vec<Diagnostic<'_>> = finding
        .notes
        .iter()
        .map(|note| child("note", note.to_string(), Vec::new()))
        .collect();
    let edits = texts
        .fix(finding)
        .map(|fix| edits(finding, fix, file_name, texts));
    match (texts.help(finding), edits) {
        (Some(help), edits) => children.push(child("help", help, edits.unwrap_or_default())),
        (None, Some(edits)) => children.push(child("help", "write this", edits)),
        (None, None) => {}
    }
    Diagnostic {
        rendered: Some(rendered),
        message: finding.message.to_string().into(),
        code: Some(Code {
            code: format!("scorer-lint::{}", finding.rule.name),
            explanation: None,
        }),
        level: severity(finding.level),
        spans: vec![Span {
            file_name,
            byte_start: finding.bytes.start,
            byte_end: finding.bytes.end,
            line_start: finding.start.line,
            line_end: finding.end.line,
            column_start: finding.start.column,
            column_end: finding.end.column,
            is_primary: true,
            text: lines(finding, finding.bytes.start, finding.bytes.end, texts),
            label: None,
            suggested_replacement: None,
            suggestion_applicability: None,
            expansion: None,
        }],
        children,
    }
}

fn child<'a>(
    level: &'static str,
    message: impl Into<Cow<'a, str>>,
    spans: Vec<Span<'a>>,
) -> Diagnostic<'a> {
    Diagnostic {
        rendered: None,
        message: message.into(),
        code: None,
        level,
        spans,
        children: Vec::new(),
    }
}

fn edits<'a>(
    finding: &Finding,
    fix: &'a Fix,
    file_name: &'a str,
    texts: &mut Texts<'_>,
) -> Vec<Span<'a>> {
    let applicability = if fix.safe {
        "MachineApplicable"
    } else {
        "MaybeIncorrect"
    };
    let mut spans = Vec::new();
    for edit in &fix.edits {
        let Some(text) = texts.get(&finding.path) else {
            return Vec::new();
        };
        let (start, end) = (text.place(edit.bytes.start), text.place(edit.bytes.end));
        spans.push(Span {
            file_name,
            byte_start: edit.bytes.start,
            byte_end: edit.bytes.end,
            line_start: start.line,
            line_end: end.line,
            column_start: start.column,
            column_end: end.column,
            is_primary: true,
            text: lines(finding, edit.bytes.start, edit.bytes.end, texts),
            label: None,
            suggested_replacement: Some(&edit.text),
            suggestion_applicability: Some(applicability),
            expansion: None,
        });
    }
    spans
}

/// The whole lines that some bytes stand in; none when they are too long to be looked at.
fn lines(finding: &Finding, start: usize, end: usize, texts: &mut Texts<'_>) -> Vec<Line> {
    let Some(text) = texts.get(&finding.path) else {
        return Vec::new();
    };
    let whole = text.text();
    let (Some(before), Some(behind)) = (whole.get(..start), whole.get(end..)) else {
        return Vec::new();
    };
    let floor = start.saturating_sub(LINES);
    let line_start = before.as_bytes()[floor..]
        .iter()
        .rposition(|byte| *byte == b'\n');
    let line_start = line_start.map_or(floor, |newline| floor + newline + 1);
    let ahead = &behind.as_bytes()[..behind.len().min(LINES)];
    let line_end = ahead
        .iter()
        .position(|byte| *byte == b'\n')
        .map_or(end + ahead.len(), |length| end + length);
    // Shorter lines begin and end where the text says, and so on whole characters.
    if line_end - line_start >= LINES {
        return Vec::new();
    }
    let before = whole[line_start..start].chars().count();
    let at_fault = whole.get(start..end).unwrap_or_default().chars().count();
    let masked = text.masked_lines(&(line_start..line_end), is_strict(finding));
    let mut passed = 0;
    let mut lines = Vec::new();
    for line in masked.split('\n') {
        let length = line.chars().count();
        let from = before.saturating_sub(passed).min(length);
        let to = (before + at_fault).saturating_sub(passed).min(length);
        lines.push(Line {
            text: line.to_owned(),
            highlight_start: from + 1,
            highlight_end: to + 1,
        });
        passed += length + 1;
    }
    lines
}

/// What cargo tells of a package.
struct Package {
    id: String,
    name: String,
    edition: String,
    manifest: PathBuf,
}

impl Package {
    fn of(unit: &Unit) -> Self {
        let root = absolute(&unit.root);
        let manifest = root.join("Cargo.toml");
        let text = match &unit.manifest {
            Some(file) => file.text.clone(),
            None => read_source(&manifest).unwrap_or_default(),
        };
        let parsed = toml_span::parse(&text).ok();
        let table = parsed
            .as_ref()
            .and_then(Toml::as_table)
            .and_then(|root| root.get("package"));
        let of = |key: &str, otherwise: &str| {
            let value = table
                .and_then(Toml::as_table)
                .and_then(|package| package.get(key));
            value.and_then(Toml::as_str).unwrap_or(otherwise).to_owned()
        };
        let folder = root
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let name = of("name", &folder.unwrap_or_default());
        Self {
            id: format!("path+{}#{name}@{}", file_url(&root), of("version", "0.0.0")),
            edition: of("edition", "2021"),
            name,
            manifest,
        }
    }

    /// The target that a source is taken to belong to: editors ask for one and look no further.
    fn target(&self, path: &Path) -> Value {
        let stem = path
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned());
        let (kind, name) = match stem {
            Some(stem) if stem == "build" => ("custom-build", "build-script-build".to_owned()),
            Some(stem) if stem == "main" => ("bin", self.name.clone()),
            _ => ("lib", self.name.replace('-', "_")),
        };
        json!({
            "kind": [kind],
            "crate_types": [if kind == "lib" { "lib" } else { "bin" }],
            "name": name,
            "src_path": absolute(path),
            "edition": self.edition,
            "doc": true,
            "doctest": true,
            "test": true,
        })
    }
}

/// Editors look for relative paths from the workspace's root, whichever that is.
fn absolute(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}
