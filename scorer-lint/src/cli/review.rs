//! The options for a review: what was there before, and what a change brings.

use std::io::BufRead;
use std::path::PathBuf;

use clap::Args;

use crate::package::problem::{Problem, read_given};
use crate::package::unit::TextFile;
use crate::review::Request;

/// Options that choose among findings.
#[derive(Debug, Args)]
#[command(next_help_heading = "Review")]
pub(super) struct ReviewOptions {
    /// Report what a change brings: findings on lines, or by lines, that differ from the merge base of this revision and HEAD,
    /// committed or not
    #[arg(long, value_name = "REV", value_parser = revision, conflicts_with = "fix")]
    pub(super) diff: Option<String>,

    /// Leave out the findings that this file holds; an entry whose findings have gone is a finding itself
    #[arg(long, value_name = "FILE", conflicts_with = "write_baseline")]
    pub(super) baseline: Option<PathBuf>,

    /// Write what is found into this file; one that is there loses what has gone, and grows with `--grow-baseline` alone
    #[arg(long, value_name = "FILE", conflicts_with_all = ["diff", "fix", "explain", "list"])]
    pub(super) write_baseline: Option<PathBuf>,

    /// Read standard input as this file, with the rest of its package, and report what is found in it alone
    #[arg(
        long,
        value_name = "PATH",
        help_heading = "What is read",
        conflicts_with_all = ["paths", "manifest_path", "workspace", "packages", "diff", "write_baseline", "fix"]
    )]
    pub(super) stdin_filename: Option<PathBuf>,

    /// Write what is new into the baseline, too
    #[arg(long, requires = "write_baseline")]
    pub(super) grow_baseline: bool,
}

impl ReviewOptions {
    /// What standard input holds, if it is to be read as a file.
    pub(super) fn given(&self, stdin: &mut dyn BufRead) -> Result<Option<TextFile>, Problem> {
        let Some(path) = &self.stdin_filename else {
            return Ok(None);
        };
        let text = read_given(path, stdin)?;
        let path = path.clone();
        Ok(Some(TextFile { path, text }))
    }

    /// Whether a problem is one of what is reported on: with a file from standard input, not of the sources beside it.
    pub(super) fn concerns(&self, problem: &Problem) -> bool {
        let (Some(only), Some(path)) = (&self.stdin_filename, &problem.path) else {
            return true;
        };
        let kind = path.extension().and_then(|extension| extension.to_str());
        path == only || !matches!(kind, Some("rs" | "yaml" | "yml"))
    }

    pub(super) fn request(&self) -> Request {
        Request {
            diff: self.diff.clone(),
            only: self.stdin_filename.clone(),
            baseline: self.baseline.clone(),
            write_baseline: self.write_baseline.clone(),
            grow: self.grow_baseline,
        }
    }
}

/// One revision, and nothing that git would take for an option or a range.
fn revision(text: &str) -> Result<String, String> {
    if text.is_empty() || text.starts_with('-') {
        return Err("name a revision: a branch, a tag or a commit".to_owned());
    }
    if let Some((from, _)) = text.split_once("..") {
        return Err(format!(
            "name one revision, as in `--diff {}`: what it shares with HEAD is compared with what lies here",
            if from.is_empty() { "main" } else { from }
        ));
    }
    Ok(text.to_owned())
}
