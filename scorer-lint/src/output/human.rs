//! As rustc writes: level, rule and message, the place, the source, then notes and the code to write.

use std::io::{self, Write};
use std::path::Path;

use annotate_snippets::renderer::{DEFAULT_LINE_NUM_STYLE, DEFAULT_NONE_STYLE};
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
    let outdated = |finding: &Finding| {
        let rule = report.outdated.map(|rule| rule.name);
        rule == Some(finding.rule.name)
    };
    let belong_together =
        |one: &Finding, next: &Finding| outdated(one) && outdated(next) && one.path == next.path;
    for together in report.findings.chunk_by(belong_together) {
        match together {
            [finding] => writeln!(out, "{}\n", render(finding, texts, style))?,
            entries => writeln!(out, "{}\n", listed(entries, style))?,
        }
    }
    writeln!(out, "{}", summary(report))
}

/// Outdated entries of one baseline, a line for each, and the command once: a fix of a whole package leaves dozens of them.
fn listed(entries: &[Finding], style: Style) -> String {
    let first = &entries[0];
    let path = first.path.display();
    let outdated = counted(entries.len(), "outdated entry");
    let title = level(first)
        .primary_title(format!("`{path}` has {outdated}"))
        .id(first.rule.name);
    let last_line = entries.last().map_or(0, |entry| entry.start.line);
    let mut lines = vec![renderer(style).render(&[Group::with_title(title)])];
    lines.extend(entries.iter().map(|entry| {
        let place = Shown::of(entry).line_above(last_line, style);
        format!("{place}: {}", entry.message)
    }));
    let command = format!("run with `--write-baseline {path}`, which removes what is outdated");
    let help = renderer(style).render(&[Group::with_title(Title::HELP.primary_title(command))]);
    lines.push(help);
    lines.join("\n")
}

/// One finding, without a line break at the end.
pub(super) fn render(finding: &Finding, texts: &mut Texts<'_>, style: Style) -> String {
    let renderer = renderer(style);
    let level = level(finding);
    let title = level
        .clone()
        .primary_title(finding.message.to_string())
        .id(finding.rule.name);
    let place = Shown::of(finding);
    let Some(excerpt) = texts.get(&finding.path).map(|text| excerpt(text, finding)) else {
        let origin = Origin::path(place.path.as_str())
            .line(place.line)
            .char_column(place.column);
        let group = Group::with_title(title).element(origin);
        return renderer.render(&[below(group, finding, texts)]);
    };
    // The renderer counts columns in what it is given, which of a long line is a part: the place is written here.
    let head = renderer.render(&[Group::with_title(title)]);
    let lines = excerpt.text.lines().count().max(1);
    let snippet = Snippet::source(excerpt.text)
        .line_start(place.line)
        .annotation(AnnotationKind::Primary.span(excerpt.at));
    let group = Group::with_level(level).element(snippet);
    let body = renderer.render(&[below(group, finding, texts)]);
    let last_line = place.line + lines - 1;
    format!("{head}\n{}\n{body}", place.line_above(last_line, style))
}

fn renderer(style: Style) -> Renderer {
    if style.color {
        Renderer::styled()
    } else {
        Renderer::plain()
    }
}

fn level(finding: &Finding) -> Title<'static> {
    match finding.level {
        Level::Deny => Title::ERROR,
        Level::Warn => Title::WARNING,
        Level::Note | Level::Allow => Title::NOTE,
    }
}

/// A group with the notes and the code to write.
fn below<'a>(mut group: Group<'a>, finding: &Finding, texts: &mut Texts<'_>) -> Group<'a> {
    for note in &finding.notes {
        group = group.element(Title::NOTE.message(note.to_string()));
    }
    match texts.help(finding) {
        Some(help) => group.element(Title::HELP.message(help)),
        None => group,
    }
}

/// Where a finding stands, as it is shown.
struct Shown<'a> {
    finding: &'a Finding,
    path: String,
    line: usize,
    column: usize,
}

impl<'a> Shown<'a> {
    fn of(finding: &'a Finding) -> Self {
        Self {
            finding,
            path: finding.path.display().to_string(),
            line: finding.start.line,
            column: finding.start.column,
        }
    }

    /// `  --> src/lib.rs:3:9`, in front of source lines up to `last_line`.
    fn line_above(&self, last_line: usize, style: Style) -> String {
        let mut place = format!("{}:{}:{}", self.path, self.line, self.column);
        if style.links {
            place = linked(&place, &self.finding.path);
        }
        let width = last_line.to_string().len();
        let arrow = if style.color {
            DEFAULT_LINE_NUM_STYLE
        } else {
            DEFAULT_NONE_STYLE
        };
        format!("{:width$}{arrow}--> {arrow:#}{place}", "")
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
