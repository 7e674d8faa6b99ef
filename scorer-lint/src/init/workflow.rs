//! `.github/workflows/scorer-lint.yml`: findings as code scanning alerts, of a pull request those that it brings.

use std::path::Path;

use toml_edit::DocumentMut;

use super::facts::Facts;
use super::options::Part;
use super::site::Site;
use super::step::{Change, Fate, Step, read};
use crate::package::paths::{plain, relative};
use crate::package::problem::read_source;
use crate::package::settings::CrateSource;

/// Where it stands, from the repository's root.
pub(super) const FILE: &str = ".github/workflows/scorer-lint.yml";

const TEMPLATE: &str = include_str!("workflow.yml");

/// What becomes of the workflow.
pub(super) fn plan(facts: &Facts<'_>) -> Result<Step, String> {
    let repository = match &facts.site.repository {
        Ok(repository) => repository,
        Err(why) => {
            let path = facts.site.workspace.join(FILE);
            return Ok(Step::left(Part::Workflow, path, why));
        }
    };
    let path = repository.root.join(FILE);
    let install = match install(facts, &repository.root)? {
        Install::From(install) => install,
        Install::Nowhere => return Ok(Step::left(Part::Workflow, path, WITHOUT_SOURCE)),
        Install::Outside(folder) => {
            let why = format!(
                "the lint's folder `{folder}` is outside of the repository, and a workflow has the repository alone: write `dependency = {{ git = \"..\" }}` under `[lint]` in scorer-instrument.toml, or `--lint-path FOLDER` with a folder of the repository, then run it again"
            );
            return Ok(Step::left(Part::Workflow, path, why));
        }
    };
    let old = read(&path)?;
    let new = text(facts, &repository.root, &install)?;
    let mut step = Step::to(Part::Workflow, path, old, new);
    step.fate = match step.fate {
        Fate::Write(change @ Change { old: Some(_), .. }) if !facts.options.force => {
            Fate::Differs(change)
        }
        fate => fate,
    };
    Ok(step)
}

/// Why it is not written: a release that nobody published is a name that a stranger could take.
const WITHOUT_SOURCE: &str = "nothing says where the lint comes from: write `dependency = { git = \"..\" }`, `path` or `version` under `[lint]` in scorer-instrument.toml, then run it again";

fn text(facts: &Facts<'_>, repository: &Path, install: &str) -> Result<String, String> {
    let below = facts
        .site
        .workspace
        .strip_prefix(repository)
        .unwrap_or(repository);
    let below = below.to_str().ok_or("the workspace's path is not UTF-8")?;
    let what = if below.is_empty() {
        "--workspace".to_owned()
    } else {
        format!(
            "--workspace --manifest-path {}",
            word(&format!("{below}/Cargo.toml"))?
        )
    };
    Ok(TEMPLATE.replace("WHAT", &what).replace("INSTALL", install))
}

/// Where the lint is installed from.
pub(super) enum Install {
    /// What follows `cargo install --locked`.
    From(String),
    /// Nothing says it.
    Nowhere,
    /// From a folder that is not in the repository.
    Outside(String),
}

/// What `cargo install` installs: a folder that is named, the workspace's own package, what the team's file says, else where
/// the workspace's Cargo.toml has the crate from. Folders are seen from the repository's root.
pub(super) fn install(facts: &Facts<'_>, repository: &Path) -> Result<Install, String> {
    let name = env!("CARGO_PKG_NAME");
    if let Some(folder) = &facts.options.lint_path {
        return Ok(Install::From(format!("--path {}", word(folder)?)));
    }
    let own = facts.site.members.iter().find(|(member, _)| member == name);
    if let Some(folder) = own.and_then(|(_, folder)| folder.strip_prefix(repository).ok()?.to_str())
    {
        return Ok(Install::From(format!("--path {}", word(folder)?)));
    }
    let workspace = facts.site.workspace.as_path();
    let said = facts.units.iter().find_map(|unit| {
        let source = unit.settings.dependency.clone()?;
        let policy = unit.policy_path.as_deref().and_then(Path::parent);
        Some((source, policy.unwrap_or(workspace)))
    });
    let Some((source, seen_from)) = said.or_else(|| Some((named(workspace)?, workspace))) else {
        return Ok(Install::Nowhere);
    };
    let root = plain(repository);
    let source = source.seen(|path| relative(&root, &plain(&seen_from.join(path))));
    match source.path() {
        Some(folder) if folder.starts_with("..") => Ok(Install::Outside(folder.to_owned())),
        _ => of_source(&source, name).map(Install::From),
    }
}

/// Where a workspace's Cargo.toml has this project's crate from.
fn named(workspace: &Path) -> Option<CrateSource> {
    let text = read_source(&workspace.join("Cargo.toml")).ok()?;
    let document: DocumentMut = text.parse().ok()?;
    let shared = document
        .get("workspace")
        .and_then(|table| table.get("dependencies"));
    let mut tables = [shared, document.get("dependencies")].into_iter().flatten();
    tables.find_map(|table| CrateSource::named(table.get("scorer-instrument")?))
}

/// The lint from where the team's crate comes from: a repository holds both, and so does the folder around the crate's.
fn of_source(source: &CrateSource, name: &str) -> Result<String, String> {
    let said = |key: &str| {
        let known = source.keys.iter().find(|(known, _)| known == key);
        known.map(|(_, text)| text.as_str())
    };
    if let Some(folder) = source.path() {
        let beside = folder.rsplit_once('/').map_or("..", |(around, _)| around);
        return Ok(format!("--path {}", word(&format!("{beside}/{name}"))?));
    }
    let Some(repository) = said("git") else {
        let version = said("version").unwrap_or(env!("CARGO_PKG_VERSION"));
        return Ok(format!("{name}@{}", word(version)?));
    };
    let mut parts = vec![format!("--git {}", address(repository)?)];
    for key in ["branch", "tag", "rev"] {
        if let Some(text) = said(key) {
            parts.push(format!("--{key} {}", word(text)?));
        }
    }
    parts.push(name.to_owned());
    Ok(parts.join(" "))
}

/// A repository's address, as a shell reads it.
fn address(url: &str) -> Result<String, String> {
    match url.split_once("://") {
        Some((scheme @ ("https" | "ssh"), rest)) => Ok(format!("{scheme}://{}", word(rest)?)),
        _ => word(url),
    }
}

/// A path that stands in a shell's command and in YAML as it is.
fn word(path: &str) -> Result<String, String> {
    let is_plain = |letter: char| letter.is_alphanumeric() || "/._-+".contains(letter);
    if !path.is_empty() && !path.starts_with('-') && path.chars().all(is_plain) {
        return Ok(path.to_owned());
    }
    Err(format!(
        "`{}` cannot stand in a workflow's command: letters, digits and `/._-+` can; `--skip workflow,hook` leaves it out",
        Site::shown(Path::new(path))
    ))
}

/// The same for the hook.
pub(super) fn manifest(facts: &Facts<'_>, repository: &Path) -> Result<Option<String>, String> {
    let below = facts
        .site
        .workspace
        .strip_prefix(repository)
        .unwrap_or(repository);
    match below.to_str() {
        Some("") => Ok(None),
        Some(below) => word(&format!("{below}/Cargo.toml")).map(Some),
        None => Err("the workspace's path is not UTF-8".to_owned()),
    }
}
