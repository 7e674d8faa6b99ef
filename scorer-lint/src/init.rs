//! `cargo scorer-lint init`: the files beside the sources that a team needs, shown, written, and run on probes.
//!
//! Each part plans its own file; nothing is written before everything was shown.

mod clippy;
mod deny;
mod facts;
mod found;
mod hook;
mod options;
mod site;
mod step;
mod team;
mod toml;
mod verify;
mod workflow;

use std::io::{self, BufRead, Write};

use crate::package::problem::Problem;
use crate::package::workspace::{self, Selection};
use crate::rule::Rules;

pub(crate) use options::Options;

use facts::Facts;
use options::Part;
use site::Site;
use step::{Fate, Step};

/// Everything is in place.
const DONE: u8 = 0;
/// Something is shown and not written, or does not do what it is for.
const NOT_DONE: u8 = 1;

/// Why it ends early.
pub(crate) enum Stop {
    /// The output cannot be written.
    Output(io::Error),
    /// What to tell.
    Message(String),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<String> for Stop {
    fn from(message: String) -> Self {
        Self::Message(message)
    }
}

/// Plans, shows, asks, writes and verifies; the exit code.
pub(crate) fn run(
    rules: Rules,
    options: &Options,
    asks: bool,
    stdin: &mut dyn BufRead,
    out: &mut dyn Write,
) -> Result<u8, Stop> {
    let site = Site::find(options.manifest_path.as_deref())?;
    let (units, problems) = workspace::collect(
        rules,
        &Selection {
            manifest_path: Some(site.workspace.join("Cargo.toml")),
            workspace: true,
            ..Selection::default()
        },
    );
    let facts = Facts {
        rules,
        site: &site,
        units: &units,
        options,
    };
    let steps = plan(&facts, &problems)?;
    show(&steps, out)?;
    let changes = steps.iter().filter_map(|step| to_write(step));
    let changes: Vec<_> = changes.collect();
    if changes.is_empty() {
        writeln!(out, "nothing to do")?;
    } else if options.dry_run {
        return Ok(DONE);
    } else if options.yes || (asks && agreed(stdin, out)?) {
        for (path, change) in &changes {
            change.write(path)?;
            writeln!(out, "written: {}", Site::shown(path))?;
        }
    } else {
        let why = if asks {
            "nothing is written"
        } else {
            "nothing is written: there is no terminal to ask on, and `--yes` writes without asking"
        };
        writeln!(out, "{why}")?;
        return Ok(NOT_DONE);
    }
    if options.no_verify || options.dry_run {
        return Ok(DONE);
    }
    out.flush()?;
    let checks = verify::all(&facts, &steps);
    verify::write(&checks, out)?;
    let failed = checks.iter().any(verify::Check::has_failed);
    Ok(if failed { NOT_DONE } else { DONE })
}

/// The plan of every part that is asked for.
fn plan(facts: &Facts<'_>, problems: &[Problem]) -> Result<Vec<Step>, Stop> {
    let mut steps = Vec::new();
    for (part, plan) in PARTS {
        if facts.options.wants(*part) {
            // A policy that cannot be read makes no plan, and neither do sources.
            if let (Part::Toml, Some(problem)) = (part, problems.first()) {
                return Err(Stop::Message(problem.to_string()));
            }
            steps.push(plan(facts)?);
        }
    }
    Ok(steps)
}

type Plan = fn(&Facts<'_>) -> Result<Step, String>;

const PARTS: &[(Part, Plan)] = &[
    (Part::Toml, team::plan),
    (Part::Clippy, clippy::plan),
    (Part::Deny, deny::plan),
    (Part::Workflow, workflow::plan),
    (Part::Hook, hook::plan),
];

fn to_write(step: &Step) -> Option<(&std::path::Path, &step::Change)> {
    match &step.fate {
        Fate::Write(change) => Some((&step.path, change)),
        _ => None,
    }
}

fn show(steps: &[Step], out: &mut dyn Write) -> io::Result<()> {
    for step in steps {
        let shown = Site::shown(&step.path);
        match &step.fate {
            Fate::InPlace(_) => {}
            Fate::Write(change) => write!(out, "{}", change.diff(&step.path))?,
            Fate::Differs(change) => {
                write!(out, "{}", change.diff(&step.path))?;
                writeln!(
                    out,
                    "note: {shown}: is not as it would be written, and left alone; `--force` replaces it"
                )?;
            }
            Fate::Left(why) => writeln!(out, "note: {shown}: is left alone: {why}")?,
        }
        for note in &step.notes {
            writeln!(out, "note: {shown}: {note}")?;
        }
    }
    out.flush()
}

/// Whether the user wants it written. The end of the input means no.
fn agreed(stdin: &mut dyn BufRead, out: &mut dyn Write) -> io::Result<bool> {
    write!(out, "write this? [y/N] ")?;
    out.flush()?;
    let mut answer = String::new();
    stdin.read_line(&mut answer)?;
    let answer = answer.trim().to_ascii_lowercase();
    Ok(["y", "yes"].contains(&answer.as_str()))
}
