//! Does clippy report guards over `.await`, and fields that are guarded, and nothing beside them?

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

use crate::init::clippy::{GUARDS, guarded};
use crate::init::facts::Facts;

use super::outcome::Outcome::{self, Failed, Verified};
use super::probe::{Probe, Said, run};

/// Two functions that hold a guard over `.await`, and two that do not.
const LIBRARY: &str = include_str!("probe.rs.txt");

/// As much of tracing as the probe asks for.
const STUB: &str = include_str!("stub.rs.txt");

pub(super) fn check(facts: &Facts<'_>, path: &Path, text: &str) -> Result<Vec<Outcome>, String> {
    let probe = Probe::new()?;
    if run(probe.cargo(".").args(["clippy", "--version"])).is_none_or(|said| !said.success) {
        return Err("clippy is not installed: `rustup component add clippy`".to_owned());
    }
    let fields: Vec<&str> = guarded(facts).into_iter().collect();
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or("clippy.toml");
    probe.write(&format!("service/{name}"), text)?;
    let mut outcomes = Vec::new();
    let guarded = match crates(&fields) {
        Ok(crates) => crates,
        Err(wrong) => {
            outcomes.push(Failed(wrong));
            BTreeMap::new()
        }
    };
    let fields: Vec<&str> = if guarded.is_empty() {
        Vec::new()
    } else {
        fields
    };
    let mut dependencies = String::new();
    for (name, tree) in &guarded {
        let mut library = String::new();
        tree.write(&mut library);
        probe.package(name, (name, "0.0.0"), "", &library)?;
        // Writing to a string cannot fail.
        let _ = writeln!(dependencies, "{name} = {{ path = \"../{name}\" }}");
    }
    let mut library = LIBRARY.to_owned();
    for (at, field) in fields.iter().enumerate() {
        let (ty, field) = field.rsplit_once("::").unwrap_or_default();
        let _ = writeln!(
            library,
            "\npub fn read_{at}(it: &{ty}) -> u8 {{\n    it.{field}\n}}"
        );
    }
    outcomes.extend(tried(facts, &probe, &dependencies, &library, &fields)?);
    Ok(outcomes)
}

/// With the workspace's own tracing where cargo can build it without the network, else with a stub of it.
fn tried(
    facts: &Facts<'_>,
    probe: &Probe,
    dependencies: &str,
    library: &str,
    fields: &[&str],
) -> Result<Vec<Outcome>, String> {
    if let Some(version) = locked(facts) {
        let own = format!("tracing = {{ version = \"={version}\", default-features = false }}\n");
        probe.package(
            "service",
            ("service", "0.0.0"),
            &format!("{own}{dependencies}"),
            library,
        )?;
        if let Some(said) = clippy(probe).filter(|said| said.success) {
            return Ok(judge(&said, &format!("tracing {version}"), fields));
        }
    }
    probe.package("tracing", ("tracing", "0.1.0"), "", STUB)?;
    let own = "tracing = { path = \"../tracing\" }\n";
    probe.package(
        "service",
        ("service", "0.0.0"),
        &format!("{own}{dependencies}"),
        library,
    )?;
    match clippy(probe) {
        Some(said) if said.success => Ok(judge(&said, "a stub of tracing", fields)),
        Some(said) => Ok(vec![Failed(format!(
            "clippy ends with `{}`",
            fault(&said).unwrap_or_else(|| said.complaint())
        ))]),
        None => Err("cargo cannot be run".to_owned()),
    }
}

fn clippy(probe: &Probe) -> Option<Said> {
    run(probe
        .cargo("service")
        .args(["clippy", "--quiet", "--offline", "--message-format", "json"]))
}

/// The version of tracing that the workspace is built with.
fn locked(facts: &Facts<'_>) -> Option<String> {
    let lock = facts.site.workspace.join("Cargo.lock");
    let text = std::fs::read_to_string(lock).ok()?;
    let mut lines = text
        .lines()
        .skip_while(|line| *line != "name = \"tracing\"");
    let version = lines
        .nth(1)?
        .strip_prefix("version = \"")?
        .strip_suffix('"')?;
    Some(version.to_owned())
}

fn judge(said: &Said, with: &str, fields: &[&str]) -> Vec<Outcome> {
    let reports: Vec<(String, String)> = Said::objects(&said.stdout)
        .iter()
        .filter_map(|object| report(object.get("message")?))
        .collect();
    let mut outcomes = Vec::new();
    let held = of(&reports, "clippy::await_holding_invalid_type");
    let missing: Vec<&str> = GUARDS
        .into_iter()
        .filter(|guard| {
            !held
                .iter()
                .any(|message| message.contains(&format!("`{guard}`")))
        })
        .collect();
    outcomes.push(match (missing.as_slice(), held.len() == GUARDS.len()) {
        ([], true) => Verified(format!(
            "clippy reports {} over `.await`, and no guard that is gone before (with {with})",
            listed(&GUARDS)
        )),
        ([], false) => Failed("clippy reports guards that are gone before `.await`".to_owned()),
        (missing, _) => Failed(format!(
            "clippy does not report {} over `.await`",
            listed(missing)
        )),
    });
    if fields.is_empty() {
        return outcomes;
    }
    let read = of(&reports, "clippy::disallowed_fields");
    let missing: Vec<&str> = fields
        .iter()
        .copied()
        .filter(|field| {
            !read
                .iter()
                .any(|message| message.contains(&format!("`{field}`")))
        })
        .collect();
    outcomes.push(match missing.as_slice() {
        [] => Verified(format!("clippy reports what reads {}", listed(fields))),
        missing => Failed(format!(
            "clippy does not report what reads {}",
            listed(missing)
        )),
    });
    outcomes
}

/// The first error, which says more than that there was one.
fn fault(said: &Said) -> Option<String> {
    let messages = Said::objects(&said.stdout);
    let mut messages = messages.iter().filter_map(|object| object.get("message"));
    let error = messages.find(|message| message["level"] == "error")?;
    let text = error["message"].as_str()?;
    Some(text.lines().next().unwrap_or_default().to_owned())
}

fn report(message: &Value) -> Option<(String, String)> {
    let code = message.get("code")?.get("code")?.as_str()?;
    Some((
        code.to_owned(),
        message.get("message")?.as_str()?.to_owned(),
    ))
}

fn of<'a>(reports: &'a [(String, String)], code: &str) -> Vec<&'a str> {
    let own = reports.iter().filter(|(known, _)| known == code);
    own.map(|(_, message)| message.as_str()).collect()
}

fn listed(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(" and ")
}

/// Modules, types and fields of a crate, by name.
#[derive(Default)]
struct Tree(BTreeMap<String, Tree>);

/// The crates that fields belong to.
fn crates(fields: &[&str]) -> Result<BTreeMap<String, Tree>, String> {
    let mut crates: BTreeMap<String, Tree> = BTreeMap::new();
    for field in fields {
        let parts: Vec<&str> = field.split("::").collect();
        let is_name = |part: &&str| {
            !part.is_empty()
                && !part.starts_with(|first: char| first.is_ascii_digit())
                && part
                    .chars()
                    .all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
        };
        let ([krate, path @ ..], true) = (parts.as_slice(), parts.iter().all(is_name)) else {
            return Err(format!(
                "`{field}` is not the path of a field: write `krate::module::Type::field`"
            ));
        };
        if path.len() < 2 {
            return Err(format!(
                "`{field}` is not the path of a field: write `krate::module::Type::field`"
            ));
        }
        let mut tree = crates.entry((*krate).to_owned()).or_default();
        for part in path {
            tree = tree.0.entry((*part).to_owned()).or_default();
        }
    }
    Ok(crates)
}

impl Tree {
    /// As source: what holds nothing but names is a type, what holds it a module.
    fn write(&self, source: &mut String) {
        for (name, tree) in &self.0 {
            let is_type = tree.0.values().all(|below| below.0.is_empty());
            if is_type {
                let fields: Vec<String> = tree
                    .0
                    .keys()
                    .map(|field| format!("pub {field}: u8"))
                    .collect();
                // Writing to a string cannot fail.
                let _ = writeln!(source, "pub struct {name} {{ {} }}", fields.join(", "));
            } else {
                let _ = writeln!(source, "pub mod {name} {{");
                tree.write(source);
                source.push_str("}\n");
            }
        }
    }
}
