//! Findings as text: for a person, for a program, for an editor, for a review on GitHub.

mod diff;
mod excerpt;
mod github;
mod gitlab;
mod human;
mod json;
mod mask;
mod rdjson;
mod report;
mod rustc;
mod sarif;
mod texts;

use std::io::{self, Write};

use texts::Texts;

pub use diff::diff;
pub use report::{Report, Style};

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
    /// A code quality report for GitLab
    Gitlab,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// reviewdog's JSON
    Rdjson,
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
        Format::Gitlab => gitlab::write(report, &mut texts, out),
        Format::Sarif => sarif::write(report, &mut texts, out),
        Format::Rdjson => rdjson::write(report, &mut texts, out),
    }
}
