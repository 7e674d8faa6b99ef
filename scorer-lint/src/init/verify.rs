//! Runs what is in place on probes, in a folder that goes again: does it fire where it should, and nowhere else?

mod clippy;
mod deny;
mod hook;
mod outcome;
mod probe;
mod scratch;
mod team;
mod workflow;

use std::io::{self, Write};

use super::facts::Facts;
use super::options::Part;
use super::site::Site;
use super::step::{Fate, Step};
use outcome::Outcome::{self, Failed, Unverified, Verified};

/// One thing that was tried.
pub(super) struct Check {
    /// The file.
    file: String,
    outcome: Outcome,
}

impl Check {
    pub(super) fn has_failed(&self) -> bool {
        matches!(self.outcome, Failed(_))
    }
}

/// Tries every part that is in place.
pub(super) fn all(facts: &Facts<'_>, steps: &[Step]) -> Vec<Check> {
    let mut checks = Vec::new();
    for step in steps {
        let outcomes = match (&step.fate, step.text()) {
            (Fate::Left(why), _) => vec![Unverified(why.clone())],
            (_, None) => vec![Unverified("it is not there".to_owned())],
            (_, Some(text)) => of_part(facts, step, text),
        };
        let file = Site::shown(&step.path);
        checks.extend(outcomes.into_iter().map(|outcome| Check {
            file: file.clone(),
            outcome,
        }));
    }
    checks
}

fn of_part(facts: &Facts<'_>, step: &Step, text: &str) -> Vec<Outcome> {
    let tried = match step.part {
        Part::Toml => Ok(team::check(facts.rules, &step.path, text)),
        Part::Clippy => clippy::check(facts, &step.path, text),
        Part::Deny => deny::check(facts, text),
        Part::Workflow => workflow::check(step, text),
        Part::Hook => hook::check(text),
    };
    tried.unwrap_or_else(|why| vec![Unverified(why)])
}

/// Writes what came of it, one a line.
pub(super) fn write(checks: &[Check], out: &mut dyn Write) -> io::Result<()> {
    for check in checks {
        let (word, text) = match &check.outcome {
            Verified(text) => ("verified", text),
            Unverified(text) => ("not verified", text),
            Failed(text) => ("failed", text),
        };
        writeln!(out, "{word:<12}  {}: {text}", check.file)?;
    }
    Ok(())
}
