//! `scorer-instrument.toml`: a starter that pins the vocabulary's newest edition and is a comment otherwise, and the types that the sources tell of.

use std::fmt::Write as _;

use scorer_instrument_policy::{Edition, config};

use super::facts::Facts;
use super::found::{self, PolicyTable, UnknownType};
use super::options::Part;
use super::site::Site;
use super::step::{Step, read};

/// `NEWEST` in it stands for the edition.
const STARTER: &str = include_str!("starter.toml");

fn starter() -> String {
    STARTER.replace("NEWEST", &Edition::NEWEST.to_string())
}

/// What becomes of the policy file.
pub(super) fn plan(facts: &Facts<'_>) -> Result<Step, String> {
    let path = facts.site.workspace.join(config::FILE_NAME);
    let old = read(&path)?;
    let mut text = old.clone().unwrap_or_else(starter);
    let found = found::types(facts.units);
    for found in &found {
        append(&mut text, found);
    }
    // An array on one line takes no table beside it, and then the user's own form stays.
    if let Err(errors) = config::parse(text.as_bytes(), &path) {
        let why = errors.first().map_or_else(String::new, ToString::to_string);
        let names: Vec<String> = found
            .iter()
            .map(|found| format!("`{}`", found.name))
            .collect();
        let why = format!("add {} to it by hand: {why}", names.join(", "));
        return Ok(Step::left(Part::Toml, path, why));
    }
    let is_new = old.is_none();
    let mut step = Step::to(Part::Toml, path, old, text);
    if is_new {
        step.notes.push(
            "touch one source of each crate once: rustc cannot see that a file is new".to_owned(),
        );
    }
    Ok(step)
}

fn append(text: &mut String, found: &UnknownType) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    let table = match found.kind {
        PolicyTable::Pool => "pool",
        PolicyTable::Credential => "credential",
    };
    let path = Site::shown(&found.path);
    let line = found.line;
    let name = &found.name;
    // Writing to a string cannot fail.
    let _ = writeln!(text, "\n# {path}:{line}\n[[{table}]]\ntype = \"{name}\"");
}
