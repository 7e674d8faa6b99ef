//! The bans of `deny.toml`: crates that telemetry has taken the place of, and two releases of what must be one.

use crate::package::superseded::SUPERSEDED;
use crate::package::unit::Unit;

use super::facts::Facts;
use super::options::Part;
use super::site::Site;
use super::step::{Step, read};
use super::toml::{self, Row};

/// Of these a program has one release, or what one records the other does not see.
pub(super) const ONE_RELEASE: [&str; 3] = ["opentelemetry", "opentelemetry_sdk", "tracing-core"];

/// cargo-deny reads the first of them.
const FILES: [&str; 3] = ["deny.toml", ".deny.toml", ".cargo/deny.toml"];

const HEAD: &str = "\
# `cargo deny check bans`. Licences, advisories and sources have tables of their own.
[bans]
";

/// What becomes of cargo-deny's file.
pub(super) fn plan(facts: &Facts<'_>) -> Result<Step, String> {
    let root = &facts.site.workspace;
    let known = FILES
        .iter()
        .map(|name| root.join(name))
        .find(|file| file.is_file());
    let path = known.unwrap_or_else(|| root.join(FILES[0]));
    let old = read(&path)?;
    let text = old.as_deref().unwrap_or(HEAD);
    let mut document = toml::read(&path, text)?;
    let bans = document.entry("bans").or_insert_with(toml_edit::table);
    let Some(bans) = bans.as_table_mut() else {
        return Ok(Step::left(
            Part::Deny,
            path,
            "`bans` is an inline table: write [bans], and run the command again",
        ));
    };
    if old.is_some() && bans.is_empty() && bans.decor().prefix().is_none() {
        bans.decor_mut().set_prefix("\n");
    }

    let there = toml::names(bans.get("deny"), &["crate", "name"]);
    let (banned, indirect) = banned(facts);
    let mut rows: Vec<Row> = Vec::new();
    for (package, reason) in &banned {
        if !there.iter().any(|known| names(known, package)) {
            rows.push(vec![
                ("crate", package.as_str().into()),
                ("reason", reason.as_str().into()),
            ]);
        }
    }
    for package in ONE_RELEASE {
        if !there.iter().any(|known| names(known, package)) {
            rows.push(vec![
                ("crate", package.into()),
                ("deny-multiple-versions", true.into()),
                (
                    "reason",
                    "what one release records the other does not see".into(),
                ),
            ]);
        }
    }
    let comment = "# Crates that telemetry has taken the place of, and crates of which there is one release.\n";
    let path_shown = Site::shown(&path);
    toml::add(bans, "deny", comment, rows).map_err(|error| format!("{path_shown}: {error}"))?;

    let mut step = Step::to(Part::Deny, path, old, document.to_string());
    step.notes = indirect
        .iter()
        .map(|package| {
            format!(
                "`{package}` is not banned: another crate brings it (`cargo tree -i {package}`)"
            )
        })
        .collect();
    Ok(step)
}

/// Crates with a reason, and those left out since none of the packages names them, but the tree holds them.
pub(super) fn banned(facts: &Facts<'_>) -> (Vec<(String, String)>, Vec<String>) {
    let known = SUPERSEDED
        .iter()
        .map(|(package, why)| ((*package).to_owned(), (*why).to_owned()));
    let own = facts
        .units
        .iter()
        .flat_map(|unit| &unit.settings.leftover_crates);
    let own = own.map(|package| {
        (
            package.clone(),
            "scorer-instrument.toml lists it as a leftover".to_owned(),
        )
    });
    let mut banned: Vec<(String, String)> = Vec::new();
    let mut indirect = Vec::new();
    for (package, why) in known.chain(own) {
        if banned.iter().any(|(known, _)| *known == package) || indirect.contains(&package) {
            continue;
        }
        if is_indirect(facts, &package) {
            indirect.push(package);
        } else {
            banned.push((package, why));
        }
    }
    (banned, indirect)
}

fn is_indirect(facts: &Facts<'_>, package: &str) -> bool {
    let line = format!("name = \"{package}\"");
    let locks = facts.units.iter().filter_map(|unit| unit.lock.as_ref());
    let is_locked = locks
        .flat_map(|lock| lock.text.lines())
        .any(|found| found == line);
    let manifests = facts.units.iter().filter_map(Unit::read_manifest);
    is_locked
        && !manifests
            .into_iter()
            .any(|manifest| manifest.names(package))
}

/// Whether an entry is about all releases of a package: `name`, not `name@1`.
fn names(entry: &str, package: &str) -> bool {
    entry == package
}
