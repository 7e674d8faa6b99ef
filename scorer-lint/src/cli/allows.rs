//! The word `allows`: every exemption with its reason.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::allows;
use crate::engine::registry::Registry;
use crate::package::problem::Problem;
use crate::package::workspace::{self, Selection};

/// What is read, as for a run, and how it is written.
#[derive(Debug, Args)]
pub(super) struct AllowsOptions {
    /// Files and folders to read, packages or not; the current package when nothing is named
    #[arg(value_name = "PATHS", conflicts_with_all = ["manifest_path", "workspace", "packages"])]
    paths: Vec<PathBuf>,

    /// Cargo.toml of the package or workspace to read
    #[arg(long, value_name = "FILE")]
    manifest_path: Option<PathBuf>,

    /// Read every package of the workspace
    #[arg(long, visible_alias = "all")]
    workspace: bool,

    /// Read this package of the workspace; can be given again
    #[arg(short, long = "package", value_name = "NAME")]
    packages: Vec<String>,

    /// The baseline whose entries are listed, beside those that scorer-instrument.toml names
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,

    /// How exemptions are written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// The forms of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Lines, the columns aligned
    #[default]
    Text,
    /// One JSON document
    Json,
}

/// Lists every exemption; what could not be read.
pub(super) fn list(
    registry: &'static Registry,
    options: &AllowsOptions,
    out: &mut dyn Write,
) -> io::Result<Vec<Problem>> {
    let selection = Selection {
        paths: options.paths.clone(),
        manifest_path: options.manifest_path.clone(),
        workspace: options.workspace,
        packages: options.packages.clone(),
        given: None,
    };
    let (units, mut problems) = workspace::collect(registry.rules(), &selection);
    let (found, faults) = allows::collect(registry, &units, options.baseline.as_deref());
    problems.extend(faults);
    if !units.is_empty() {
        allows::write(&found, options.format == Format::Json, out)?;
    }
    Ok(problems)
}
