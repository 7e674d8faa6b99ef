//! The part of `clippy.toml` that is known to fire, and to fire on nothing that `#[scorer_span]` makes.
//!
//! Not in it, since each would be wrong: a ban on `span!`, `instrument` or `Span::enter` (it reports every
//! `#[scorer_span]`), and a replacement for a blocking call (`clippy --fix` writes it without its `.await`).

use std::collections::BTreeSet;

use super::facts::Facts;
use super::options::Part;
use super::site::Site;
use super::step::{Step, read};
use super::toml::{self, Row};

/// The types that must not be held over `.await`.
pub(super) const GUARDS: [&str; 2] = ["tracing::span::Entered", "tracing::span::EnteredSpan"];

/// The list of them.
const HELD: &str = "await-holding-invalid-types";
/// The list of fields that nobody reads.
const FIELDS: &str = "disallowed-fields";

/// Clippy reads the first of them.
const FILES: [&str; 2] = [".clippy.toml", "clippy.toml"];

/// What becomes of clippy's file.
pub(super) fn plan(facts: &Facts<'_>) -> Result<Step, String> {
    let root = &facts.site.workspace;
    let known = FILES
        .iter()
        .map(|name| root.join(name))
        .find(|file| file.is_file());
    let path = known.unwrap_or_else(|| root.join(FILES[1]));
    let old = read(&path)?;
    let mut document = toml::read(&path, old.as_deref().unwrap_or_default())?;
    let shown = |error| format!("{}: {error}", Site::shown(&path));
    let table = document.as_table_mut();

    let there = toml::names(table.get(HELD), &["path"]);
    let rows = rows(
        &GUARDS,
        &there,
        "other tasks run meanwhile, and what they record becomes part of this span",
    );
    let comment =
        "# A span's guard over `.await`: `#[scorer_span]` or `.instrument(span)` instead.\n";
    toml::add(table, HELD, comment, rows).map_err(shown)?;

    let there = toml::names(table.get(FIELDS), &["path"]);
    let fields: Vec<&str> = guarded(facts).into_iter().collect();
    let rows = self::rows(
        &fields,
        &there,
        "scorer-instrument.toml guards it: read it where it is checked, and nowhere else",
    );
    let comment = "# `guarded-fields` of scorer-instrument.toml.\n";
    toml::add(table, FIELDS, comment, rows).map_err(shown)?;

    let mut step = Step::to(Part::Clippy, path.clone(), old, document.to_string());
    step.notes.extend(shadowing(facts));
    Ok(step)
}

/// `guarded-fields` of every package.
pub(super) fn guarded<'a>(facts: &Facts<'a>) -> BTreeSet<&'a str> {
    let lists = facts.units.iter().map(|unit| &unit.settings.guarded_fields);
    lists.flatten().map(String::as_str).collect()
}

fn rows(paths: &[&str], there: &[String], reason: &str) -> Vec<Row> {
    let missing = paths
        .iter()
        .filter(|path| !there.iter().any(|known| known == *path));
    missing
        .map(|path| vec![("path", (*path).into()), ("reason", reason.into())])
        .collect()
}

/// Packages whose own file takes the place of the workspace's.
fn shadowing(facts: &Facts<'_>) -> Vec<String> {
    let members = facts.site.members.iter();
    members
        .filter(|(_, folder)| *folder != facts.site.workspace)
        .filter_map(|(_, folder)| {
            FILES
                .iter()
                .map(|name| folder.join(name))
                .find(|file| file.is_file())
        })
        .map(|file| {
            format!(
                "clippy reads `{}` in its place for that package: add `{HELD}` there too",
                Site::shown(&file)
            )
        })
        .collect()
}
