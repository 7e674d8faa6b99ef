//! Is the workflow YAML that uploads what the lint writes, and does actionlint take it?

use std::path::Path;

use serde_json::Value;

use crate::init::step::{Fate, Step};
use crate::package::yaml::{self, Node};

use super::outcome::Outcome::{self, Failed, Unverified, Verified};
use super::probe::{Probe, found, run};
use super::scratch::{LEAK, Scratch};

/// The action that takes SARIF.
const UPLOAD: &str = "github/codeql-action/upload-sarif@";

pub(super) fn check(step: &Step, text: &str) -> Result<Vec<Outcome>, String> {
    let documents = yaml::read(text);
    let jobs = documents.iter().filter_map(|document| document.get("jobs"));
    let jobs: Vec<&Node> = jobs.flat_map(|jobs| jobs.parts()).collect();
    let uploads = jobs.iter().any(|job| {
        let steps = job.get("steps").map(Node::parts).unwrap_or_default();
        let of = |key: &str, wanted: &dyn Fn(&str) -> bool| {
            steps
                .iter()
                .any(|step| step.get(key).and_then(Node::text).is_some_and(wanted))
        };
        let may_write = |node: &Node| {
            let permission = node
                .get("permissions")
                .and_then(|all| all.get("security-events"));
            permission.and_then(Node::text) == Some("write")
        };
        (may_write(job) || documents.iter().any(may_write))
            && of("uses", &|text| text.starts_with(UPLOAD))
            && of("run", &|text| text.contains("cargo scorer-lint"))
    });
    let mut outcomes = vec![if uploads {
        Verified("a job runs the lint, may write `security-events`, and uploads SARIF".to_owned())
    } else {
        Unverified("it is your own, and no job of it runs the lint and uploads SARIF".to_owned())
    }];
    let commands: Vec<&str> = jobs
        .iter()
        .flat_map(|job| job.get("steps").map(Node::parts).unwrap_or_default())
        .filter_map(|step| step.get("run")?.text())
        .filter(|command| command.starts_with("cargo scorer-lint "))
        .collect();
    // What somebody else wrote may do more than lint, and is not run.
    if !matches!(step.fate, Fate::Differs(_)) {
        outcomes.push(sarif(&commands).unwrap_or_else(Unverified));
    }
    if text.contains(concat!("--locked ", env!("CARGO_PKG_NAME"), "@")) {
        outcomes.push(Unverified(
            "that a registry has the lint; `--lint-path FOLDER` installs it from a folder"
                .to_owned(),
        ));
    }
    outcomes.push(actionlint(&step.path, text)?);
    Ok(outcomes)
}

/// Whether each command that lints writes SARIF that holds the leak of a change.
fn sarif(commands: &[&str]) -> Result<Outcome, String> {
    for command in commands {
        let probe = Probe::new()?;
        let scratch = Scratch::new(&probe, command)?;
        scratch.library(LEAK)?;
        let mut shell = scratch.command("sh");
        let said =
            run(shell.args(["-c", command]).env("BASE", "HEAD")).ok_or("there is no `sh`")?;
        let file = command.rsplit('>').next().unwrap_or_default().trim();
        let text = std::fs::read_to_string(probe.path().join("scratch").join(file));
        let written: Option<Value> = text.ok().and_then(|text| serde_json::from_str(&text).ok());
        let results = written
            .as_ref()
            .and_then(|log| log["runs"][0]["results"].as_array());
        if results.is_none_or(Vec::is_empty) {
            return Ok(Failed(format!(
                "`{command}` writes no SARIF of a leak: it ends with `{}`",
                said.complaint()
            )));
        }
    }
    Ok(Verified(
        "its commands write SARIF of a leak that a change brings".to_owned(),
    ))
}

fn actionlint(path: &Path, text: &str) -> Result<Outcome, String> {
    let Some(program) = found("actionlint") else {
        return Ok(Unverified("actionlint is not installed".to_owned()));
    };
    let probe = Probe::new()?;
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or("workflow.yml");
    probe.write(name, text)?;
    let said = run(probe.command(program, ".").args(["-no-color", name]));
    Ok(match said {
        Some(said) if said.success => Verified("actionlint finds no fault".to_owned()),
        Some(said) => {
            let first = said.stdout.lines().next().unwrap_or_default().to_owned();
            Failed(format!("actionlint says `{first}`"))
        }
        None => Unverified("actionlint cannot be run".to_owned()),
    })
}
