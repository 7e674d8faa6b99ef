//! As rustc writes: level, rule and message, the place, the source, then notes and the code to write.

use std::io::{self, Write};
use std::path::Path;

use annotate_snippets::{AnnotationKind, Group, Level as Title, Origin, Renderer, Snippet};

use crate::engine::finding::Finding;
use crate::engine::suppressed::Suppressor;
use crate::rule::Level;

use super::excerpt::excerpt;
use super::texts::Texts;
use crate::engine::counted::counted;

use super::report::{Report, Style, percent};

pub(super) fn write(
    report: &Report<'_>,
    texts: &mut Texts<'_>,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    for finding in report.findings {
        writeln!(out, "{}\n", render(finding, texts, style))?;
    }
    writeln!(out, "{}", summary(report))
}

/// One finding, without a line break at the end.
pub(super) fn render(finding: &Finding, texts: &mut Texts<'_>, style: Style) -> String {
    let path = finding.path.display().to_string();
    let title = match finding.level {
        Level::Deny => Title::ERROR,
        Level::Warn => Title::WARNING,
        Level::Note | Level::Allow => Title::NOTE,
    };
    let column = finding.start.column;
    let origin = Origin::path(path.as_str())
        .line(finding.start.line)
        .char_column(column);
    let excerpt = texts.get(&finding.path).map(|text| excerpt(text, finding));
    let mut group = Group::with_title(
        title
            .primary_title(finding.message.as_str())
            .id(finding.rule.name),
    );
    group = match &excerpt {
        Some(excerpt) => group.element(
            Snippet::source(excerpt.text.as_str())
                .path(path.as_str())
                .line_start(finding.start.line)
                .annotation(AnnotationKind::Primary.span(excerpt.at.clone())),
        ),
        None => group.element(origin),
    };
    for note in &finding.notes {
        group = group.element(Title::NOTE.message(note.as_str()));
    }
    if let Some(help) = texts.help(finding) {
        group = group.element(Title::HELP.message(help));
    }
    let renderer = if style.color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let text = renderer.render(&[group]);
    // A line that was cut is counted from the cut.
    let shown = excerpt.map_or(column, |excerpt| excerpt.column);
    let from = format!("{path}:{}:{shown}", finding.start.line);
    let mut to = format!("{path}:{}:{column}", finding.start.line);
    if style.links {
        to = linked(&to, &finding.path);
    }
    if from == to {
        text
    } else {
        text.replacen(&from, &to, 1)
    }
}

/// A place as a link to its file, for terminals that know OSC 8.
fn linked(place: &str, path: &Path) -> String {
    match path.canonicalize() {
        Ok(absolute) => format!("\x1b]8;;{}\x1b\\{place}\x1b]8;;\x1b\\", file_url(&absolute)),
        Err(_) => place.to_owned(),
    }
}

/// A file's URL.
pub(super) fn file_url(absolute: &Path) -> String {
    let path = absolute.as_os_str().as_encoded_bytes();
    format!("file://{}", percent(path))
}

/// `3 findings: 1 deny, 2 warn in 12 files`.
fn summary(report: &Report<'_>) -> String {
    let mut files = counted(report.files, "file");
    let held = report
        .suppressed
        .iter()
        .filter(|suppressed| suppressed.by == Suppressor::Baseline)
        .count();
    if held > 0 {
        files = format!("{files}; {held} in the baseline");
    }
    if report.elsewhere > 0 {
        files = format!("{files}; {} outside the change", report.elsewhere);
    }
    if report.findings.is_empty() {
        return format!("no findings in {files}");
    }
    let by_level = [Level::Deny, Level::Warn, Level::Note]
        .into_iter()
        .filter_map(|level| {
            let count = report
                .findings
                .iter()
                .filter(|finding| finding.level == level)
                .count();
            (count > 0).then(|| format!("{count} {level}"))
        });
    let by_level: Vec<String> = by_level.collect();
    let findings = counted(report.findings.len(), "finding");
    format!("{findings}: {} in {files}", by_level.join(", "))
}
