//! A row of `.pre-commit-config.yaml`, written where its list ends, in the list's own indentation.

use std::path::PathBuf;

use crate::init::options::Part;
use crate::init::step::Step;
use crate::package::yaml::{self, Node, Value};

/// The hook's name in the list.
const ID: &str = "scorer-lint";

/// What becomes of the list.
pub(super) fn plan(path: PathBuf, text: String, command: &str) -> Step {
    if hooks(&text).is_some_and(|hooks| hooks.iter().any(|id| id == ID)) {
        return Step::to(Part::Hook, path, Some(text.clone()), text);
    }
    match with_row(&text, command) {
        Some(new) => {
            let mut step = Step::to(Part::Hook, path, Some(text), new);
            step.notes
                .push("`pre-commit install` makes git run it".to_owned());
            step
        }
        None => {
            let why = format!(
                "add this to its `repos` by hand:\n{}",
                row(0, command).trim_end()
            );
            Step::left(Part::Hook, path, why)
        }
    }
}

/// The text with the row, if everything that was read of it is read as before.
fn with_row(text: &str, command: &str) -> Option<String> {
    let before = hooks(text)?;
    let mut lines = text.split_inclusive('\n');
    let mut at = 0;
    for line in lines.by_ref() {
        at += line.len();
        if line.trim_end() == "repos:" {
            break;
        }
    }
    // The list goes on while lines are indented, rows, comments or empty.
    let (mut end, mut indent) = (at, None);
    for line in lines {
        at += line.len();
        let content = line.trim_start();
        let depth = line.len() - content.len();
        if content.trim_end().is_empty() || content.starts_with('#') {
            continue;
        }
        if content.starts_with("- ") {
            indent.get_or_insert(depth);
        } else if depth == 0 {
            break;
        }
        end = at;
    }
    let (head, rest) = text.split_at_checked(end)?;
    let gap = if head.ends_with('\n') { "" } else { "\n" };
    let new = format!("{head}{gap}{}{rest}", row(indent?, command));
    let after = hooks(&new)?;
    let (last, others) = after.split_last()?;
    (last == ID && others == before).then_some(new)
}

fn row(indent: usize, command: &str) -> String {
    let lines = [
        "- repo: local".to_owned(),
        "  hooks:".to_owned(),
        format!("    - id: {ID}"),
        "      name: cargo scorer-lint".to_owned(),
        format!("      entry: {command}"),
        "      language: system".to_owned(),
        "      types: [rust]".to_owned(),
        "      pass_filenames: false".to_owned(),
    ];
    let indent = " ".repeat(indent);
    lines.map(|line| format!("{indent}{line}\n")).concat()
}

/// The ids of every hook, in order; none where `repos` is no list.
fn hooks(text: &str) -> Option<Vec<String>> {
    let documents = yaml::read(text);
    let repos = documents
        .iter()
        .find_map(|document| document.get("repos"))?;
    let Value::List(repos) = &repos.value else {
        return None;
    };
    let hooks = repos.iter().filter_map(|repo| repo.get("hooks"));
    let ids = hooks
        .flat_map(Node::parts)
        .filter_map(|hook| hook.get("id")?.text());
    Some(ids.map(str::to_owned).collect())
}

/// The command of the list's row.
pub(in crate::init) fn entry(text: &str) -> Option<String> {
    let documents = yaml::read(text);
    let repos = documents
        .iter()
        .find_map(|document| document.get("repos"))?;
    let hooks = repos
        .parts()
        .into_iter()
        .filter_map(|repo| repo.get("hooks"));
    let mut hooks = hooks.flat_map(Node::parts);
    let own = hooks.find(|hook| hook.get("id").and_then(Node::text) == Some(ID))?;
    own.get("entry")?.text().map(str::to_owned)
}
