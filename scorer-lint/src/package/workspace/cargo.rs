//! Which packages are meant when no path is named: what cargo itself would take.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use cargo_metadata::{Metadata, MetadataCommand, Package};
use scorer_instrument_policy::nearest;

use crate::package::problem::{Problem, reason};

use super::{Area, Selection, shown_from};

/// The folders to read.
pub(super) fn areas(selection: &Selection) -> (Vec<Area>, Vec<Problem>) {
    let manifest = match manifest(selection) {
        Ok(manifest) => manifest,
        Err(problem) => return (Vec::new(), vec![problem]),
    };
    let mut command = MetadataCommand::new();
    command
        .manifest_path(&manifest.absolute)
        .no_deps()
        .other_options(["--offline".to_owned()]);
    match command.exec() {
        Ok(metadata) => select(selection, &manifest, &metadata),
        // Cargo's complaint is told, and what lies beside the manifest is read all the same.
        Err(error) => {
            let folder = Area {
                shown: manifest.shown_folder.clone(),
                absolute: manifest.folder().to_owned(),
                only: None,
                complete: true,
            };
            (
                vec![folder],
                vec![Problem::at(&manifest.shown, complaint(&error))],
            )
        }
    }
}

/// The Cargo.toml that is meant.
struct Manifest {
    shown: PathBuf,
    shown_folder: PathBuf,
    absolute: PathBuf,
}

impl Manifest {
    fn folder(&self) -> &Path {
        self.absolute.parent().unwrap_or(&self.absolute)
    }
}

fn manifest(selection: &Selection) -> Result<Manifest, Problem> {
    if let Some(named) = &selection.manifest_path {
        let unreadable = |error: std::io::Error| {
            Problem::at(named, format!("cannot be read: {}", reason(&error)))
        };
        let absolute = named.canonicalize().map_err(unreadable)?;
        let (shown, absolute) = if absolute.is_dir() {
            (named.join("Cargo.toml"), absolute.join("Cargo.toml"))
        } else {
            (named.clone(), absolute)
        };
        let folder = shown.parent().unwrap_or(Path::new("")).to_owned();
        return Ok(Manifest {
            shown,
            shown_folder: super::without_dot(&folder),
            absolute,
        });
    }
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    let here =
        here.map_err(|error| Problem::at(".", format!("cannot be read: {}", reason(&error))))?;
    let found = here
        .ancestors()
        .map(|folder| folder.join("Cargo.toml"))
        .find(|file| file.is_file());
    let Some(absolute) = found else {
        let message = "there is no Cargo.toml here or above: name the files or folders to read";
        return Err(Problem::of_run(message));
    };
    let folder = absolute.parent().unwrap_or(&here);
    Ok(Manifest {
        shown: shown_from(Path::new("."), &here, &absolute),
        shown_folder: shown_from(Path::new("."), &here, folder),
        absolute,
    })
}

/// What cargo writes before its own words is left out.
pub(crate) fn complaint(error: &cargo_metadata::Error) -> String {
    let text = match error {
        cargo_metadata::Error::CargoMetadata { stderr } => stderr.trim().to_owned(),
        other => other.to_string(),
    };
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let text = lines.join(" ");
    format!(
        "cargo cannot read it: {}",
        text.strip_prefix("error: ").unwrap_or(&text)
    )
}

fn select(
    selection: &Selection,
    manifest: &Manifest,
    metadata: &Metadata,
) -> (Vec<Area>, Vec<Problem>) {
    let members: Vec<&Package> = metadata.workspace_packages();
    let mut problems = Vec::new();
    let chosen: Vec<&Package> = if selection.workspace {
        members.clone()
    } else if selection.packages.is_empty() {
        current(manifest, metadata)
    } else {
        named(selection, &members, &mut problems)
    };
    if chosen.is_empty() {
        return (Vec::new(), problems);
    }
    let all = chosen.len() == members.len();
    let mut folders: BTreeSet<PathBuf> = chosen
        .iter()
        .filter_map(|package| folder(package))
        .collect();
    let root = metadata.workspace_root.as_std_path().canonicalize().ok();
    let mut starts = Vec::new();
    if let (true, Some(root)) = (all, root) {
        // Files beside the members, such as a collector's configuration, belong to the workspace.
        starts.extend(
            folders
                .iter()
                .filter(|folder| !folder.starts_with(&root))
                .cloned(),
        );
        starts.insert(0, root.clone());
        folders.insert(root);
    } else {
        starts.extend(folders.iter().cloned());
    }
    let only = Rc::new(folders);
    let areas = starts.into_iter().map(|absolute| Area {
        shown: shown_from(&manifest.shown_folder, manifest.folder(), &absolute),
        absolute,
        only: Some(Rc::clone(&only)),
        complete: all,
    });
    (areas.collect(), problems)
}

/// The package whose manifest is meant, or the workspace's default members.
fn current<'a>(manifest: &Manifest, metadata: &'a Metadata) -> Vec<&'a Package> {
    let members = metadata.workspace_packages();
    let own = members.iter().find(|package| {
        let path = package.manifest_path.as_std_path().canonicalize();
        path.is_ok_and(|path| path == manifest.absolute)
    });
    match own {
        Some(package) => vec![package],
        None => metadata.workspace_default_packages(),
    }
}

fn named<'a>(
    selection: &Selection,
    members: &[&'a Package],
    problems: &mut Vec<Problem>,
) -> Vec<&'a Package> {
    let mut chosen = Vec::new();
    for name in &selection.packages {
        match members.iter().find(|package| package.name.as_str() == name) {
            Some(package) => chosen.push(*package),
            None => {
                let known = members.iter().map(|package| package.name.as_str());
                let hint = match nearest(name, known) {
                    Some(meant) => format!(": did you mean `{meant}`?"),
                    None => String::new(),
                };
                problems.push(Problem::of_run(format!(
                    "the workspace has no package `{name}`{hint}"
                )));
            }
        }
    }
    chosen
}

fn folder(package: &Package) -> Option<PathBuf> {
    package
        .manifest_path
        .parent()?
        .as_std_path()
        .canonicalize()
        .ok()
}
