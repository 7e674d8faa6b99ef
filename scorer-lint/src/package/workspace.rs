//! Which files are read, and which of them belong together.
//!
//! `cargo` says which packages are meant when no path is named; `walk` finds the files of a folder, `package` the
//! Cargo.toml above each, `team` the `scorer-instrument.toml` that governs it.

mod cargo;
mod given;
mod package;
mod support;
mod team;
mod walk;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::package::problem::{Problem, read_source, reason};
use crate::package::unit::{Source, TextFile, Unit};
use crate::rule::Rules;

pub(crate) use cargo::complaint;
use package::Packages;
use team::Teams;
use walk::{FileKind, WalkedFile};

/// What the user asks to read; the current package when it says nothing.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Files and folders. When there are any, the rest is not asked for.
    pub paths: Vec<PathBuf>,
    /// The Cargo.toml of the package or workspace.
    pub manifest_path: Option<PathBuf>,
    /// Every package of the workspace.
    pub workspace: bool,
    /// Packages of the workspace by name.
    pub packages: Vec<String>,
    /// A file whose text is given; its package is read with it, and nothing else.
    pub given: Option<TextFile>,
}

/// A file or a folder to read.
struct Area {
    /// As the user named it.
    shown: PathBuf,
    /// Where it lies, links resolved.
    absolute: PathBuf,
    /// The folders of the packages that are meant; all when none is given.
    only: Option<Rc<BTreeSet<PathBuf>>>,
    /// Whether every package below is meant, so that what none of them does is known.
    complete: bool,
}

impl Area {
    /// A path within, as the user would name it.
    fn shown(&self, absolute: &Path) -> PathBuf {
        shown_from(&self.shown, &self.absolute, absolute)
    }
}

/// Every file of a selection by package, and what could not be read. Sources are read later; the order is always the same.
pub fn collect(rules: Rules, selection: &Selection) -> (Vec<Unit>, Vec<Problem>) {
    let mut collector = Collector {
        teams: Teams::new(rules),
        ..Collector::default()
    };
    if let Some(given) = &selection.given {
        collector.given(given);
    } else if selection.paths.is_empty() {
        let (areas, problems) = cargo::areas(selection);
        collector.problems.extend(problems);
        for area in &areas {
            collector.folder(area);
        }
    } else {
        for path in &selection.paths {
            collector.path(path);
        }
    }
    collector.finish()
}

#[derive(Default)]
struct Collector {
    units: Vec<Unit>,
    by_root: HashMap<PathBuf, usize>,
    seen: HashSet<PathBuf>,
    locks: HashSet<PathBuf>,
    packages: Packages,
    teams: Teams,
    problems: Vec<Problem>,
}

impl Collector {
    /// Reads what a path names.
    fn path(&mut self, path: &Path) {
        let absolute = match path.canonicalize() {
            Ok(absolute) => absolute,
            Err(error) => {
                let message = format!("cannot be read: {}", reason(&error));
                return self.problems.push(Problem::at(path, message));
            }
        };
        let shown = without_dot(path);
        if absolute.is_dir() {
            return self.folder(&Area {
                shown,
                absolute,
                only: None,
                complete: true,
            });
        }
        let kind = FileKind::of(&shown);
        let (Some(kind), Some(folder), true) = (kind, absolute.parent(), absolute.is_file()) else {
            let message = "is not a file that rules read: name a folder, a `.rs` or YAML file, a Cargo.toml or a Cargo.lock";
            return self.problems.push(Problem::at(path, message));
        };
        let area = Area {
            shown: shown.parent().unwrap_or(Path::new("")).to_owned(),
            absolute: folder.to_owned(),
            only: None,
            complete: false,
        };
        // A link is read where it leads, and shown as it was named.
        let found = WalkedFile {
            shown,
            absolute: absolute.clone(),
            kind,
            linked: false,
        };
        self.found(&area, found);
    }

    fn folder(&mut self, area: &Area) {
        let (found, problems) = walk::walk(&area.shown, &area.absolute);
        self.problems.extend(problems);
        for found in found {
            self.found(area, found);
        }
    }

    fn found(&mut self, area: &Area, found: WalkedFile) {
        let key = if found.linked {
            found
                .absolute
                .canonicalize()
                .unwrap_or_else(|_| found.absolute.clone())
        } else {
            found.absolute.clone()
        };
        if !self.seen.insert(key) {
            return;
        }
        let folder = found.absolute.parent().unwrap_or(&area.absolute);
        let root = self.packages.root(folder);
        if let (Some(only), Some(root)) = (&area.only, &root)
            && !only.contains(root)
        {
            return;
        }
        let index = self.unit(area, root.as_deref());
        if self.teams.excludes(&self.units[index], &found.absolute) {
            return;
        }
        self.add(index, area, root.as_deref(), found);
    }

    fn add(&mut self, index: usize, area: &Area, root: Option<&Path>, found: WalkedFile) {
        if found.kind == FileKind::Source {
            let is_test = match root {
                Some(root) => self.packages.is_test(root, &found.absolute),
                None => package::is_test_path(
                    found
                        .absolute
                        .strip_prefix(&area.absolute)
                        .unwrap_or(Path::new("")),
                ),
            };
            let path = found.shown;
            let source = Source {
                path,
                is_test,
                text: None,
            };
            return self.units[index].sources.push(source);
        }
        if found.kind == FileKind::Policy && !(area.complete || is_named(area, &found)) {
            return;
        }
        let text = match read_source(&found.shown) {
            Ok(text) => text,
            // What is wrong with the policy file is said when it is read as such.
            Err(_) if found.kind == FileKind::Policy => return,
            Err(problem) => return self.problems.push(problem),
        };
        let file = TextFile {
            path: found.shown,
            text,
        };
        let unit = &mut self.units[index];
        match found.kind {
            FileKind::Manifest => {
                let folder = found.absolute.parent();
                if !folder.is_some_and(|folder| self.packages.is_read(folder)) {
                    self.problems.extend(package::fault(&file));
                }
                unit.manifest = Some(file);
            }
            FileKind::Lock => {
                self.locks.insert(found.absolute);
                unit.lock = Some(file);
            }
            FileKind::Policy => unit.policy_file = Some(file),
            FileKind::Yaml => unit.yaml.push(file),
            FileKind::Source => {}
        }
    }

    /// The unit of a package, or of what belongs to none in this area.
    fn unit(&mut self, area: &Area, root: Option<&Path>) -> usize {
        let absolute = root.unwrap_or(&area.absolute);
        if let Some(index) = self.by_root.get(absolute) {
            // A folder above it may be named after a file of it.
            self.units[*index].complete |= covers(area, absolute);
            return *index;
        }
        let team = self.teams.of(absolute);
        self.problems.extend(team.problems.iter().map(|problem| {
            let mut problem = problem.clone();
            problem.path = problem.path.map(|path| area.shown(&path));
            problem
        }));
        let unit = Unit {
            root: area.shown(absolute),
            complete: covers(area, absolute),
            policy: team.policy.clone(),
            settings: team.settings.clone(),
            policy_path: team.file.clone(),
            workspace: root.and_then(|root| Some(self.packages.workspace(root)?.1)),
            ..Unit::default()
        };
        let index = self.units.len();
        self.by_root.insert(absolute.to_owned(), index);
        self.units.push(unit);
        self.lock_above(index, area, absolute);
        index
    }

    /// Attaches the Cargo.lock of a workspace whose root is not read itself.
    fn lock_above(&mut self, index: usize, area: &Area, root: &Path) {
        if !self.units[index].complete {
            return;
        }
        let Some((workspace, _)) = self.packages.workspace(root) else {
            return;
        };
        let path = workspace.join("Cargo.lock");
        if workspace.starts_with(&area.absolute)
            || !path.is_file()
            || !self.locks.insert(path.clone())
        {
            return;
        }
        let shown = area.shown(&path);
        match read_source(&shown) {
            Ok(text) => self.units[index].lock = Some(TextFile { path: shown, text }),
            Err(problem) => self.problems.push(problem),
        }
    }

    fn finish(mut self) -> (Vec<Unit>, Vec<Problem>) {
        self.problems.append(&mut self.packages.problems);
        let mut said = HashSet::new();
        self.problems.retain(|problem| said.insert(problem.clone()));
        self.units
            .retain(|unit| !unit.sources.is_empty() || unit.text_files().next().is_some());
        support::mark(&mut self.units);
        for unit in &mut self.units {
            let manifest = unit.read_manifest();
            if manifest.is_some_and(|manifest| manifest.depends_on_any(is_of_ledger)) {
                unit.policy = unit.policy.clone().on_public_ledger();
            }
        }
        (self.units, self.problems)
    }
}

/// Whether a crate works with Solana's ledger, where a transaction's signature is the id that it is known by.
/// <https://solana.com/docs/references/terminology#transaction-id>
fn is_of_ledger(package: &str) -> bool {
    package == "solana" || package.starts_with("solana-") || package.starts_with("anchor-")
}

/// Whether all of a folder is read.
fn covers(area: &Area, folder: &Path) -> bool {
    (area.complete || area.only.is_some()) && folder.starts_with(&area.absolute)
}

/// Whether the user named this very file.
fn is_named(area: &Area, found: &WalkedFile) -> bool {
    area.only.is_none() && !area.complete && found.absolute.parent() == Some(&area.absolute)
}

/// A path without the `./` that it begins with: annotations and editors know it without.
fn without_dot(path: &Path) -> PathBuf {
    let bare = path.strip_prefix(".").unwrap_or(path);
    if bare.as_os_str().is_empty() {
        PathBuf::from(".")
    } else {
        bare.to_owned()
    }
}

/// A path named from a folder that has a name, else from here, else in full.
fn shown_from(shown: &Path, base: &Path, absolute: &Path) -> PathBuf {
    if let Ok(rest) = absolute.strip_prefix(base) {
        return joined(shown, rest);
    }
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    match here.as_ref().map(|here| absolute.strip_prefix(here)) {
        Ok(Ok(rest)) => joined(Path::new("."), rest),
        _ => absolute.to_owned(),
    }
}

/// One path below another, without the `.` and the empty parts.
fn joined(folder: &Path, rest: &Path) -> PathBuf {
    if rest.as_os_str().is_empty() {
        return without_dot(folder);
    }
    without_dot(&folder.join(rest))
}
