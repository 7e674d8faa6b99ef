//! The pre-commit hook: a row of `.pre-commit-config.yaml` where there is one, else the repository's own hook.

mod listed;

pub(super) use listed::entry;

use std::path::Path;

use super::facts::Facts;
use super::options::Part;
use super::site::{Repository, Site};
use super::step::{Fate, Step, read};
use super::workflow::{self, Install};

/// What pre-commit reads.
const LIST: &str = ".pre-commit-config.yaml";

/// How a hook that this wrote begins, below the shell's line.
const MARK: &str = "# Written by `cargo scorer-lint init`";

/// By which a hook that somebody wrote is known to run the lint.
const COMMAND: &str = "cargo scorer-lint";

/// What becomes of the hook.
pub(super) fn plan(facts: &Facts<'_>) -> Result<Step, String> {
    let repository = match &facts.site.repository {
        Ok(repository) => repository,
        Err(why) => {
            let path = facts.site.workspace.join(LIST);
            return Ok(Step::left(Part::Hook, path, why));
        }
    };
    let command = command(facts, &repository.root)?;
    let list = repository.root.join(LIST);
    match read(&list)? {
        Some(text) => Ok(listed::plan(list, text, &command)),
        None => own(repository, &command, &installing(facts, &repository.root)?),
    }
}

/// What a hook runs: what the commit changes, in the whole workspace.
fn command(facts: &Facts<'_>, repository: &Path) -> Result<String, String> {
    let manifest = workflow::manifest(facts, repository)?;
    let manifest = manifest.map_or_else(String::new, |path| format!(" --manifest-path {path}"));
    Ok(format!("{COMMAND} --workspace{manifest} --diff HEAD"))
}

/// What the hook says to somebody who has not installed the lint.
fn installing(facts: &Facts<'_>, repository: &Path) -> Result<String, String> {
    Ok(match workflow::install(facts, repository)? {
        Install::From(source) => format!("`cargo install --locked {source}`"),
        Install::Nowhere | Install::Outside(_) => {
            format!("install {} as your team does", env!("CARGO_PKG_NAME"))
        }
    })
}

fn own(repository: &Repository, command: &str, installing: &str) -> Result<Step, String> {
    let path = repository.hooks.join("pre-commit");
    let old = read(&path)?;
    let line_to_add = format!("add the line `{command} || exit 1` to it");
    if let Some(text) = old.as_ref().filter(|text| !text.contains(MARK)) {
        if text.contains(COMMAND) {
            let mut step = Step::to(Part::Hook, path, old.clone(), text.clone());
            step.fate = Fate::InPlace(text.clone());
            return Ok(step);
        }
        let why = format!("it is your own hook: {line_to_add}");
        return Ok(Step::left(Part::Hook, path, why));
    }
    if !repository.owns_hooks {
        let folder = Site::shown(&repository.hooks);
        let why = format!(
            "`core.hooksPath` is `{folder}`, which other repositories share: {line_to_add}"
        );
        return Ok(Step::left(Part::Hook, path, why));
    }
    let mut step = Step::to(Part::Hook, path, old, text(command, installing));
    if let Fate::Write(change) = &mut step.fate {
        change.executable = true;
    }
    Ok(step)
}

/// The hook: what is staged is checked out beside, so that a leak which was staged and then edited away is still one.
const TEXT: &str = include_str!("hook.sh");

fn text(command: &str, installing: &str) -> String {
    let first = command.trim_end_matches(" --diff HEAD");
    TEXT.replace("MARK", MARK)
        .replace("FIRST", first)
        .replace("COMMAND", command)
        .replace("INSTALL", installing)
}

/// Whether a hook's text is one that this wrote.
pub(super) fn is_ours(text: &str) -> bool {
    text.contains(MARK)
}
