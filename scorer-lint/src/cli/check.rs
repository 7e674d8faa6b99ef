//! For editors that run one command: the findings, then what a checker of the user's choice says.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use clap::Args;

use crate::engine::check::Upkeep;
use crate::engine::registry::Registry;
use crate::engine::run;
use crate::output::{self, Format, Report, Style};
use crate::package::problem::reason;
use crate::package::workspace::{self, Selection};
use crate::review::{self, Request};

use super::failure::{FAILED, Failure, tell};

/// The checker that runs when none is named.
const CLIPPY: [&str; 5] = [
    "cargo",
    "clippy",
    "--workspace",
    "--all-targets",
    "--message-format=json",
];

/// What `check` is asked.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The checker; clippy by default
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

/// Writes the workspace's findings as the compiler would, then passes on what the checker writes; the checker's exit code.
pub(super) fn run(
    registry: &'static Registry,
    options: &Options,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> Result<u8, Failure> {
    findings(registry, stdout, stderr)?;
    let default = CLIPPY.map(OsString::from);
    let command: &[OsString] = match options.command.as_slice() {
        [] => &default,
        named => named,
    };
    let Some((program, arguments)) = command.split_first() else {
        return Ok(FAILED);
    };
    let failed = |error: &std::io::Error| {
        format!("`{}` cannot be run: {}", program.display(), reason(error))
    };
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| failed(&error))?;
    // Line by line, as it comes: the editor shows the first messages while the rest is built.
    if let Some(said) = child.stdout.take() {
        let mut said = BufReader::new(said);
        let mut line = Vec::new();
        while said
            .read_until(b'\n', &mut line)
            .map_err(|error| failed(&error))?
            > 0
        {
            stdout.write_all(&line)?;
            stdout.flush()?;
            line.clear();
        }
    }
    let status = child.wait().map_err(|error| failed(&error))?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.unwrap_or(FAILED))
}

fn findings(
    registry: &'static Registry,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> Result<(), Failure> {
    let (units, mut problems) = workspace::collect(
        registry.rules(),
        &Selection {
            workspace: true,
            ..Selection::default()
        },
    );
    let mut outcome = run::lint(registry, &units);
    problems.append(&mut outcome.problems);
    // The team's baseline holds here too.
    let selection = review::select(
        registry,
        &Request::default(),
        &units,
        &problems,
        &mut outcome,
    );
    problems.extend(selection.err());
    for problem in &problems {
        tell(stderr, &problem.to_string());
    }
    let report = Report {
        rules: registry.rules(),
        outdated: registry.upkeep(Upkeep::Stale),
        findings: &outcome.findings,
        units: &units,
        files: outcome.files,
        suppressed: &[],
        elsewhere: 0,
        problems: &problems,
    };
    let mut text = Vec::new();
    output::write(&report, Format::Rustc, Style::default(), &mut text)?;
    // The checker has not begun: that the build has ended is its to say.
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        if !line.starts_with(b"{\"reason\":\"build-finished\"") {
            stdout.write_all(line)?;
        }
    }
    Ok(stdout.flush()?)
}
