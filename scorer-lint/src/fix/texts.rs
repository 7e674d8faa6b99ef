//! The texts that are worked on: in memory, with what they were, until all is done.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::engine::finding::Dependency;
use crate::package::paths::{plain, relative};
use crate::package::problem::read_source;
use crate::package::unit::Unit;
use crate::source::File;

use super::manifest::{self, Section, Unnamed};
use super::tidy::takes;

/// Where a unit keeps a file's text.
#[derive(Clone, Copy)]
enum Slot {
    Source(usize),
    Manifest,
    Lock,
    Policy,
    Yaml(usize),
}

/// A crate that a Cargo.toml must name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Need {
    pub(super) manifest: PathBuf,
    section: Section,
    wanted: Dependency,
    /// The package that it is of.
    unit: usize,
}

/// The files of some packages.
pub(super) struct Texts<'a> {
    pub(super) units: &'a mut [Unit],
    slots: HashMap<PathBuf, (usize, Slot)>,
    /// Files that no unit holds: the Cargo.toml of a source that was named by itself.
    others: BTreeMap<PathBuf, String>,
    /// What the files were that are no longer so.
    before: BTreeMap<PathBuf, String>,
    /// What each of them was after each change.
    seen: HashMap<PathBuf, HashSet<u64>>,
}

impl<'a> Texts<'a> {
    /// Reads every source that was not read. One that cannot be read is told of when it is linted.
    pub(super) fn new(units: &'a mut [Unit]) -> Self {
        let mut slots = HashMap::new();
        for (at, unit) in units.iter_mut().enumerate() {
            unit.sources.par_iter_mut().for_each(|source| {
                if source.text.is_none() {
                    source.text = read_source(&source.path).ok();
                }
            });
            let mut add = |path: &PathBuf, slot| slots.insert(path.clone(), (at, slot));
            for (index, source) in unit.sources.iter().enumerate() {
                add(&source.path, Slot::Source(index));
            }
            for (index, yaml) in unit.yaml.iter().enumerate() {
                add(&yaml.path, Slot::Yaml(index));
            }
            for (file, slot) in [
                (&unit.manifest, Slot::Manifest),
                (&unit.lock, Slot::Lock),
                (&unit.policy_file, Slot::Policy),
            ] {
                if let Some(file) = file {
                    add(&file.path, slot);
                }
            }
        }
        Self {
            units,
            slots,
            others: BTreeMap::new(),
            before: BTreeMap::new(),
            seen: HashMap::new(),
        }
    }

    /// A file's text as it is now.
    pub(super) fn text(&self, path: &Path) -> Option<&str> {
        let Some((unit, slot)) = self.slots.get(path) else {
            return self.others.get(path).map(String::as_str);
        };
        let unit = &self.units[*unit];
        match slot {
            Slot::Source(at) => unit.sources[*at].text.as_deref(),
            Slot::Manifest => unit.manifest.as_ref().map(|file| file.text.as_str()),
            Slot::Lock => unit.lock.as_ref().map(|file| file.text.as_str()),
            Slot::Policy => unit.policy_file.as_ref().map(|file| file.text.as_str()),
            Slot::Yaml(at) => Some(unit.yaml[*at].text.as_str()),
        }
    }

    /// Whether another source of a file's package takes a name from a module of its own crate.
    pub(super) fn others_take(&self, path: &Path, name: &str) -> bool {
        let Some((unit, _)) = self.slots.get(path) else {
            return false;
        };
        let sources = self.units[*unit].sources.iter();
        let mut others = sources.filter(|source| source.path != path);
        others.any(|source| {
            let text = source.text.as_deref().unwrap_or_default();
            let may =
                text.contains("super::") || text.contains("crate::") || text.contains("self::");
            may && takes(&File::new("", text.to_owned()), name)
        })
    }

    /// What it takes for a source to name a crate; none where the source belongs to no package.
    pub(super) fn need(&mut self, path: &Path, wanted: Dependency) -> Option<Need> {
        let (at, _) = self.slots.get(path)?;
        let at = *at;
        let unit = &self.units[at];
        let within = path.strip_prefix(&unit.root).unwrap_or(path);
        let first = within.components().next()?.as_os_str().to_str();
        let section = match first {
            Some("tests" | "benches" | "examples") => Section::Dev,
            Some("build.rs") => Section::Build,
            _ => Section::Normal,
        };
        let manifest = match &unit.manifest {
            Some(file) => file.path.clone(),
            None => {
                let path = unit.root.join("Cargo.toml");
                path.strip_prefix(".").unwrap_or(&path).to_owned()
            }
        };
        // That of a source which was named by itself is not among the units' files.
        if self.text(&manifest).is_none() {
            let text = read_source(&manifest).ok()?;
            self.others.insert(manifest.clone(), text);
        }
        Some(Need {
            manifest,
            section,
            wanted,
            unit: at,
        })
    }

    /// The Cargo.toml that meets a need; none when it does.
    pub(super) fn naming(&self, need: &Need) -> Result<Option<String>, Unnamed> {
        let text = self.text(&need.manifest).unwrap_or_default();
        let workspace = workspace(&need.manifest);
        let unit = &self.units[need.unit];
        let folder = |path: &Path| path.parent().map(Path::to_owned).unwrap_or_default();
        let source = unit.settings.dependency.as_ref().map(|source| {
            let said_in = unit.policy_path.as_deref().unwrap_or(&need.manifest);
            let (here, said_in) = (plain(&folder(&need.manifest)), folder(said_in));
            source.seen(|path| {
                if Path::new(path).is_absolute() {
                    path.to_owned()
                } else {
                    relative(&here, &plain(&said_in.join(path)))
                }
            })
        });
        manifest::naming(
            text,
            workspace.as_deref(),
            need.section,
            need.wanted,
            source.as_ref(),
        )
    }

    /// Replaces a file's text. Whether that is one that it never was since the begin; a loop would bring one back.
    pub(super) fn replace(&mut self, path: &Path, text: String) -> bool {
        let Some(old) = self.put(path, text) else {
            return false;
        };
        let seen = self.seen.entry(path.to_owned()).or_default();
        seen.insert(hash(&old));
        self.before.entry(path.to_owned()).or_insert(old);
        let now = self.text(path).map(hash);
        let seen = self.seen.entry(path.to_owned()).or_default();
        now.is_some_and(|now| seen.insert(now))
    }

    /// Puts back what a file was.
    pub(super) fn restore(&mut self, path: &Path) {
        if let Some(text) = self.before.remove(path) {
            self.put(path, text);
        }
    }

    fn put(&mut self, path: &Path, text: String) -> Option<String> {
        let Some((unit, slot)) = self.slots.get(path) else {
            return self.others.insert(path.to_owned(), text);
        };
        let unit = &mut self.units[*unit];
        let place = match slot {
            Slot::Source(at) => unit.sources[*at].text.as_mut(),
            Slot::Manifest => unit.manifest.as_mut().map(|file| &mut file.text),
            Slot::Lock => unit.lock.as_mut().map(|file| &mut file.text),
            Slot::Policy => unit.policy_file.as_mut().map(|file| &mut file.text),
            Slot::Yaml(at) => Some(&mut unit.yaml[*at].text),
        };
        place.map(|place| std::mem::replace(place, text))
    }

    /// Every file that is not what it was, and what it was.
    pub(super) fn changed(&self) -> impl Iterator<Item = (&Path, &str, &str)> {
        self.before.iter().filter_map(|(path, before)| {
            let now = self.text(path)?;
            (now != before).then_some((path.as_path(), before.as_str(), now))
        })
    }
}

/// The text of the Cargo.toml of a package's workspace.
fn workspace(manifest: &Path) -> Option<String> {
    let absolute = manifest.canonicalize().ok()?;
    let folders = absolute.parent()?.ancestors();
    folders
        .filter_map(|folder| read_source(&folder.join("Cargo.toml")).ok())
        .find(|text| {
            let parsed = text.parse::<toml_edit::DocumentMut>();
            parsed.is_ok_and(|document| document.contains_key("workspace"))
        })
}

fn hash(text: impl AsRef<str>) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.as_ref().hash(&mut hasher);
    hasher.finish()
}
