//! Findings as text: for a person, for a program, for an editor, for a review on GitHub.

mod diff;
mod excerpt;
mod github;
mod human;
mod json;
mod mask;
mod rdjson;
mod rustc;
mod sarif;
mod texts;

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::engine::finding::Finding;
use crate::package::problem::Problem;
use crate::package::unit::Unit;
use crate::review::Suppressed;
use crate::rule::Level;

use texts::Texts;

pub use diff::diff;

/// `1 finding`, `2 findings`, `3 entries`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    match (count, noun.strip_suffix('y')) {
        (1, _) => format!("1 {noun}"),
        (count, Some(stem)) => format!("{count} {stem}ies"),
        (count, None) => format!("{count} {noun}s"),
    }
}

/// The forms that findings are written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// As rustc writes them, with the source
    #[default]
    Human,
    /// One JSON object a line
    Json,
    /// The compiler's own JSON, for editors
    Rustc,
    /// Annotations of a pull request on GitHub
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// reviewdog's JSON
    Rdjson,
}

/// What a terminal is given beyond text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    /// Colours.
    pub color: bool,
    /// Links from places to files.
    pub links: bool,
}

/// What is written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Report<'a> {
    /// What rules found, by file and place.
    pub findings: &'a [Finding],
    /// Where they looked.
    pub units: &'a [Unit],
    /// How many files they read.
    pub files: usize,
    /// What is not reported, because a comment or a baseline says so.
    pub suppressed: &'a [Suppressed],
    /// How many findings are not reported because a change does not bring them.
    pub elsewhere: usize,
    /// What could not be read.
    pub problems: &'a [Problem],
}

/// Writes a report.
///
/// # Errors
///
/// When it cannot be written.
pub fn write(
    report: &Report<'_>,
    format: Format,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut texts = Texts::new(report.units);
    match format {
        Format::Human => human::write(report, &mut texts, style, out),
        Format::Json => json::write(report, &mut texts, out),
        Format::Rustc => rustc::write(report, &mut texts, out),
        Format::Github => github::write(report, &mut texts, out),
        Format::Sarif => sarif::write(report, &mut texts, out),
        Format::Rdjson => rdjson::write(report, &mut texts, out),
    }
}

/// What compilers call a level.
fn severity(level: Level) -> &'static str {
    match level {
        Level::Deny => "error",
        Level::Warn => "warning",
        Level::Note | Level::Allow => "note",
    }
}

/// Bytes as a part of a URL.
fn percent(bytes: &[u8]) -> String {
    let mut url = String::with_capacity(bytes.len());
    for byte in bytes {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(byte) {
            url.push(char::from(*byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(url, "%{byte:02X}");
        }
    }
    url
}
