//! The options, and the text of `--help`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use scorer_instrument_policy::nearest;

use crate::init;
use crate::output::Format;
use crate::rule::Level;

use super::allows::AllowsOptions;
use super::check;
use super::review::ReviewOptions;

const AFTER_HELP: &str = "\
Exit codes:
  0  nothing that counts as deny was found
  1  something was, or was left out of the baseline that is written
  2  something could not be read, or the options are wrong; what could be read was linted
With --fix, the same of what is left when all is mended; and 2 when something could not be written.

A scorer-instrument.toml beside the workspace's Cargo.toml sets levels in its [lint] table. In a source,
`// scorer-lint: allow(RULE): REASON` exempts the line below it.";

/// Finds secrets, personal data and lost telemetry in Rust sources, without building them.
#[derive(Debug, Parser)]
#[command(
    name = "cargo-scorer-lint",
    bin_name = "cargo scorer-lint",
    version,
    after_help = AFTER_HELP,
    args_conflicts_with_subcommands = true,
    disable_help_subcommand = true,
    subcommand_help_heading = "Words instead of paths",
    subcommand_value_name = "WORD"
)]
pub(super) struct Options {
    /// Files and folders to read, packages or not; the current package when nothing is named
    #[arg(value_name = "PATHS", conflicts_with_all = ["manifest_path", "workspace", "packages"])]
    pub(super) paths: Vec<PathBuf>,

    /// Cargo.toml of the package or workspace to read
    #[arg(long, value_name = "FILE", help_heading = "What is read")]
    pub(super) manifest_path: Option<PathBuf>,

    /// Read every package of the workspace
    #[arg(long, visible_alias = "all", help_heading = "What is read")]
    pub(super) workspace: bool,

    /// Read this package of the workspace; can be given again
    #[arg(
        short,
        long = "package",
        value_name = "NAME",
        help_heading = "What is read"
    )]
    pub(super) packages: Vec<String>,

    /// Run only these rules or groups
    #[arg(
        long,
        value_name = "RULE|GROUP,..",
        value_delimiter = ',',
        help_heading = "Rules"
    )]
    pub(super) only: Vec<String>,

    /// Set the level of a rule, of a group or of all: allow, note, warn or deny; can be given again
    #[arg(long, value_name = "RULE=LEVEL", value_parser = level_of_rule, help_heading = "Rules")]
    pub(super) level: Vec<(String, Level)>,

    /// Count findings of this level and above as deny
    #[arg(long, value_name = "LEVEL", value_parser = level, help_heading = "Rules")]
    pub(super) deny: Option<Level>,

    /// Print a rule's page
    #[arg(long, value_name = "RULE", help_heading = "Rules")]
    pub(super) explain: Option<String>,

    /// List the rules by group, one a line
    #[arg(long, conflicts_with = "explain", help_heading = "Rules")]
    pub(super) list: bool,

    #[command(flatten)]
    pub(super) review: ReviewOptions,

    /// How findings are written
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub(super) format: Format,

    /// Colours and links
    #[arg(
        long,
        value_enum,
        value_name = "WHEN",
        default_value_t,
        help_heading = "Output"
    )]
    pub(super) color: Color,

    #[command(flatten)]
    pub(super) mending: Mending,

    #[command(subcommand)]
    pub(super) word: Option<Word>,
}

/// What is done about findings.
#[derive(Debug, Args)]
#[command(next_help_heading = "Fixes")]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub(super) struct Mending {
    /// Mend what can be mended with the program meaning the same; what is left is reported
    #[arg(long, conflicts_with_all = ["explain", "list"])]
    pub(super) fix: bool,

    /// Mend more: what a person should look at afterwards
    #[arg(long = "unsafe-fixes", requires = "fix")]
    pub(super) unsafe_too: bool,

    /// Print a diff, and write nothing
    #[arg(long, requires = "fix", conflicts_with = "format")]
    pub(super) dry_run: bool,

    /// Write files that have changes which git does not have
    #[arg(long, requires = "fix")]
    pub(super) allow_dirty: bool,

    /// Write files that are in no git work tree
    #[arg(long, requires = "fix")]
    pub(super) allow_no_vcs: bool,
}

/// What else the command does. A folder that is called so is named `./names`.
#[derive(Debug, Subcommand)]
pub(super) enum Word {
    /// Read names from standard input, and print a verdict for each: name, fit|refused, class, reason
    Names,
    /// Read types as written in a signature, and print a verdict for each
    Types,
    /// List every exemption with its reason: comments, the team's policy, `reviewed!`, traits by hand, baselines
    Allows(AllowsOptions),
    /// Write the workspace's findings as the compiler would, then run clippy or another checker: for editors
    Check(check::Options),
    /// Write the files beside the sources that a team needs, and prove that they work
    Init(init::Options),
}

/// When output is coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Everywhere
    Always,
    /// Nowhere
    Never,
}

fn level_of_rule(text: &str) -> Result<(String, Level), String> {
    let Some((rule, level_name)) = text.split_once('=') else {
        return Err(format!("write `{text}=warn`"));
    };
    Ok((rule.to_owned(), level(level_name)?))
}

fn level(text: &str) -> Result<Level, String> {
    Level::parse(text).ok_or_else(|| {
        let known = || Level::ALL.iter().map(|level| level.as_str());
        match nearest(text, known()) {
            Some(meant) => format!("there is no level `{text}`: did you mean `{meant}`?"),
            None => {
                let known: Vec<String> = known().map(|name| format!("`{name}`")).collect();
                format!("there is no level `{text}`: {}", known.join(", "))
            }
        }
    })
}
