//! What `cargo scorer-lint init` is asked.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

const AFTER_HELP: &str = "\
What it writes stands in the workspace's root, the workflow and the hook in the repository's. Files that are there are
added to, formatting and comments kept; a workflow or a hook that is not as it would be written is left alone.

Exit codes:
  0  everything is in place, and nothing that was verified failed
  1  something was shown and not written, or a verification failed
  2  something could not be read or written, or the options are wrong";

/// The options of `init`.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of the command line"
)]
pub(crate) struct Options {
    /// Cargo.toml of the package or workspace
    #[arg(long, value_name = "FILE")]
    pub(crate) manifest_path: Option<PathBuf>,

    /// Only these parts
    #[arg(long, value_enum, value_name = "PART,..", value_delimiter = ',')]
    pub(crate) only: Vec<Part>,

    /// All parts but these
    #[arg(long, value_enum, value_name = "PART,..", value_delimiter = ',')]
    pub(crate) skip: Vec<Part>,

    /// Write without asking
    #[arg(long, short, conflicts_with = "dry_run")]
    pub(crate) yes: bool,

    /// Show what would be written, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Also replace a workflow that differs
    #[arg(long)]
    pub(crate) force: bool,

    /// Do not run what is in place on probes
    #[arg(long)]
    pub(crate) no_verify: bool,

    /// The folder that the workflow installs the lint from, seen from the repository's root; by default it is installed from where the team's file or the Cargo.toml has scorer-instrument from
    #[arg(long, value_name = "FOLDER")]
    pub(crate) lint_path: Option<String>,
}

/// A file that is written or added to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// scorer-instrument.toml
    Toml,
    /// clippy.toml
    Clippy,
    /// deny.toml
    Deny,
    /// .github/workflows/scorer-lint.yml
    Workflow,
    /// The pre-commit hook
    Hook,
}

impl Options {
    /// Whether a part is asked for.
    pub(super) fn wants(&self, part: Part) -> bool {
        (self.only.is_empty() || self.only.contains(&part)) && !self.skip.contains(&part)
    }
}
