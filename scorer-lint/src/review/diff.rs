//! What a change brings: the findings that stand, or depend, on lines that differ from where the branch began.

mod depends;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::engine::finding::{Elsewhere, Finding};
use crate::package::problem::Problem;
use crate::package::unit::{self, Unit};
use crate::source::{File, TokenKind};

use crate::git;
use crate::git::Changes;
use crate::package::paths::{Absolute, absolute, repository};
use depends::Depends;

/// The findings that a change since `rev` brings. How many it does not is returned, too.
pub(super) fn brought(
    rev: &str,
    units: &[Unit],
    findings: Vec<Finding>,
) -> Result<(Vec<Finding>, usize), Problem> {
    let mut change = Change::since(rev, units)?;
    let owners = unit::owners(units);
    let total = findings.len();
    let mut brought = Vec::new();
    let mut current: Option<(PathBuf, Option<Depends>)> = None;
    for finding in findings {
        if current
            .as_ref()
            .is_none_or(|(path, _)| *path != *finding.path)
        {
            let text = unit::read(&owners, &finding.path).ok();
            let read = text.map(|text| Depends::new(&finding.path, text));
            current = Some((PathBuf::clone(&finding.path), read));
        }
        let unit = owners.get(finding.path.as_path()).copied();
        let in_file = match current.as_ref().and_then(|(_, read)| read.as_ref()) {
            Some(read) => change.touches(&finding.path, &|| read.lines(&finding, unit))?,
            // What cannot be read is not told to be old.
            None => true,
        };
        if in_file || change.is_elsewhere(&finding, unit) {
            brought.push(finding);
        }
    }
    let left_out = total - brought.len();
    Ok((brought, left_out))
}

/// The changes of every repository that findings stand in.
struct Change {
    rev: String,
    repositories: HashMap<PathBuf, Changes>,
    paths: Absolute,
    /// Changed sources, read when a finding depends on other files.
    files: HashMap<PathBuf, Option<File>>,
}

impl Change {
    fn since(rev: &str, units: &[Unit]) -> Result<Self, Problem> {
        let mut change = Self {
            rev: rev.to_owned(),
            repositories: HashMap::new(),
            paths: Absolute::default(),
            files: HashMap::new(),
        };
        // A revision that is not there is told of, whatever is found.
        for unit in units {
            change.of(&absolute(&unit.root))?;
        }
        Ok(change)
    }

    /// The changes of the repository around an absolute path.
    fn of(&mut self, path: &Path) -> Result<&Changes, Problem> {
        let root = match repository(path) {
            Some(root) => root.to_owned(),
            // Without a `.git` the environment may say where the repository lies.
            None => git::root(path)?,
        };
        if !self.repositories.contains_key(&root) {
            let changes = git::changes(&root, &self.rev)?;
            self.repositories.insert(root.clone(), changes);
        }
        Ok(&self.repositories[&root])
    }

    /// Whether any of some lines of a file changed, both ends of each range included.
    fn touches(
        &mut self,
        path: &Path,
        lines: &dyn Fn() -> Vec<(usize, usize)>,
    ) -> Result<bool, Problem> {
        let path = self.paths.of(path).to_owned();
        let changes = self.of(&path)?;
        if !changes.has(&path) {
            return Ok(false);
        }
        Ok(lines()
            .into_iter()
            .any(|(first, last)| changes.touches(&path, first, last)))
    }

    /// Whether something of another file changed that makes it a finding.
    fn is_elsewhere(&mut self, finding: &Finding, unit: Option<&Unit>) -> bool {
        finding.elsewhere.iter().any(|elsewhere| match elsewhere {
            Elsewhere::File(path) => self.repositories.values().any(|changes| changes.has(path)),
            Elsewhere::Type(..) | Elsewhere::Word(_) => {
                unit.is_some_and(|unit| self.in_sources(elsewhere, unit))
            }
        })
    }

    fn in_sources(&mut self, elsewhere: &Elsewhere, unit: &Unit) -> bool {
        for source in &unit.sources {
            let path = self.paths.of(&source.path).to_owned();
            let Some(changes) = self
                .repositories
                .values()
                .find(|changes| changes.has(&path))
            else {
                continue;
            };
            let file = self.files.entry(path.clone()).or_insert_with(|| {
                let text = unit.read(&source.path).ok();
                text.map(|text| File::new(&source.path, text))
            });
            let Some(file) = file else { continue };
            let touched = places(file, elsewhere)
                .into_iter()
                .any(|(first, last)| changes.touches(&path, first, last));
            if touched {
                return true;
            }
        }
        false
    }
}

/// The lines of a source that what is said of it stands on.
fn places(file: &File, elsewhere: &Elsewhere) -> Vec<(usize, usize)> {
    let lines = depends::line_starts(&file.text);
    let mut found = Vec::new();
    match elsewhere {
        Elsewhere::Word(word) => {
            for at in 0..file.len() {
                if file.token(at).kind == TokenKind::Ident && file.word(at) == word {
                    found.push(file.bytes_of(&(at..at + 1)));
                }
            }
        }
        Elsewhere::Type(ty, path) => {
            let parts: Vec<&str> = path.split('.').collect();
            for item in file.types() {
                let is_it = file.word(item.name) == ty;
                if is_it {
                    let derives = item.derives.iter();
                    found.extend(derives.map(|derive| file.bytes_of(&(*derive..derive + 1))));
                }
                for (at, member) in item.members.iter().enumerate() {
                    let name = member
                        .name
                        .map_or_else(|| at.to_string(), |name| file.word(name).to_owned());
                    // A member farther down is one of a type that has it, whichever that is.
                    let is_part = if is_it {
                        parts.first() == Some(&name.as_str())
                    } else {
                        parts.iter().skip(1).any(|part| *part == name)
                    };
                    if is_part {
                        let start = member.attributes.start;
                        found.push(file.bytes_of(&(start..member.ty.end.max(start + 1))));
                    }
                }
            }
            for block in file.impls() {
                let prints = block
                    .of_trait
                    .is_some_and(|name| matches!(file.word(name), "Debug" | "Display"));
                if prints && file.word(block.ty) == ty {
                    found.push(file.bytes_of(&(block.keyword..block.body.end)));
                }
            }
        }
        Elsewhere::File(_) => {}
    }
    found
        .iter()
        .map(|bytes| depends::lines_of(&lines, bytes))
        .collect()
}
