//! Does the hook refuse a commit that brings a leak, and let one pass that brings none?

use crate::init::hook::{entry, is_ours};

use super::outcome::Outcome::{self, Failed, Unverified, Verified};
use super::probe::{Probe, found, run};
use super::scratch::{FINE, LEAK, Scratch};

pub(super) fn check(text: &str) -> Result<Vec<Outcome>, String> {
    let listed = entry(text);
    if listed.is_none() && !is_ours(text) {
        return Ok(vec![Unverified(
            "it is your own: the rest of it is not tried".to_owned(),
        )]);
    }
    let probe = Probe::new()?;
    // The packages of the probe lie where the hook's command looks for them.
    let command = listed.as_deref().unwrap_or(text);
    let git = Scratch::new(&probe, command)?;
    let mut outcomes = Vec::new();
    match &listed {
        Some(command) => {
            outcomes.push(pre_commit(&git, text)?);
            git.hook(&format!("#!/bin/sh\nexec {command}\n"))?;
        }
        None => git.hook(text)?,
    }
    outcomes.push(judge(&git)?);
    Ok(outcomes)
}

fn judge(git: &Scratch<'_>) -> Result<Outcome, String> {
    let refused = git.commit(LEAK)?;
    if refused.success {
        return Ok(Failed("a commit with a leak passes".to_owned()));
    }
    // The two differ in the leak alone: a hook that fails for another reason refuses both.
    let passed = git.commit(&format!("{FINE}\npub fn more() {{}}\n"))?;
    Ok(if passed.success {
        Verified("a commit with a leak is refused, one without passes".to_owned())
    } else {
        Failed(format!("it ends with `{}`", passed.complaint()))
    })
}

/// Whether pre-commit itself takes the list's row.
fn pre_commit(git: &Scratch<'_>, text: &str) -> Result<Outcome, String> {
    if found("pre-commit").is_none() {
        return Ok(Unverified(
            "pre-commit is not installed: its row is run as a hook".to_owned(),
        ));
    }
    git.probe.write("list.yaml", text)?;
    let mut command = git.command("pre-commit");
    command.args(["validate-config", "../list.yaml"]);
    Ok(match run(&mut command) {
        Some(said) if said.success => Verified("pre-commit reads the list".to_owned()),
        Some(said) => Failed(format!("pre-commit says `{}`", said.complaint())),
        None => Unverified("pre-commit cannot be run".to_owned()),
    })
}
