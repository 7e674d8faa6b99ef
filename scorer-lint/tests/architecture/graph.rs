//! Which file of a crate imports which, read by the lint's own reader of sources.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use scorer_lint::source::{File, TokenKind};

/// The files of a crate by module: `review::diff` of `src/review/diff.rs`. The crate's roots are left out.
pub(crate) struct Crate {
    files: BTreeMap<String, File>,
    edges: BTreeSet<(String, String)>,
}

/// The room of a module.
pub(crate) fn room(module: &str) -> &str {
    module.split("::").next().unwrap_or(module)
}

impl Crate {
    /// Reads every file of a folder.
    pub(crate) fn read(src: &Path) -> Self {
        let mut found = Vec::new();
        let mut folders = vec![src.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    found.push(path);
                }
            }
        }
        let files = found.into_iter().map(|path| {
            let text = fs::read_to_string(&path).expect("a source");
            (module_of(src, &path), File::new(path, text))
        });
        Self::of(files.filter(|(module, _)| !matches!(module.as_str(), "lib" | "main")))
    }

    /// A crate of these modules.
    pub(crate) fn of(files: impl Iterator<Item = (String, File)>) -> Self {
        let files: BTreeMap<String, File> = files.collect();
        let mut edges = BTreeSet::new();
        for (module, file) in &files {
            for path in paths(file) {
                let found = resolve(&files, module, &path);
                edges.extend(
                    found
                        .filter(|to| to != module)
                        .map(|to| (module.clone(), to)),
                );
            }
        }
        Self { files, edges }
    }

    /// Each file by its module.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&str, &File)> {
        self.files
            .iter()
            .map(|(module, file)| (module.as_str(), file))
    }

    /// Where the files lie.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.files.values().map(|file| file.path.as_path())
    }

    /// Who imports whom.
    pub(crate) fn edges(&self) -> impl Iterator<Item = (&str, &str)> {
        self.edges
            .iter()
            .map(|(from, to)| (from.as_str(), to.as_str()))
    }

    /// The files that reach each other, each set by name.
    pub(crate) fn circles(&self) -> Vec<Vec<&str>> {
        let reached: BTreeMap<&str, BTreeSet<&str>> = self
            .files
            .keys()
            .map(|module| (module.as_str(), self.reached(module)))
            .collect();
        let mut circles: Vec<Vec<&str>> = Vec::new();
        for (module, reaches) in &reached {
            let circle: Vec<&str> = reaches
                .iter()
                .copied()
                .filter(|other| reached[other].contains(module))
                .collect();
            if circle.len() > 1 && !circles.contains(&circle) {
                circles.push(circle);
            }
        }
        circles
    }

    fn reached(&self, module: &str) -> BTreeSet<&str> {
        let mut reached = BTreeSet::new();
        let mut work = vec![module];
        while let Some(from) = work.pop() {
            for (_, to) in self.edges().filter(|(known, _)| *known == from) {
                if reached.insert(to) {
                    work.push(to);
                }
            }
        }
        reached
    }
}

fn module_of(src: &Path, path: &Path) -> String {
    let within: PathBuf = path
        .strip_prefix(src)
        .expect("a file of it")
        .with_extension("");
    let parts = within.iter().map(|part| part.to_string_lossy());
    parts.collect::<Vec<_>>().join("::")
}

/// The paths of a file that may lead to another: what it imports, and those that are written out. Tests are left out.
fn paths(file: &File) -> Vec<String> {
    let imports = file.uses().iter().filter(|import| !file.is_test(import.at));
    let mut found: Vec<String> = imports.map(|import| import.path.clone()).collect();
    for at in 0..file.len() {
        let begins = file.token(at).kind == TokenKind::Ident
            && file.is_path_separator(at + 1)
            && (at < 2 || !file.is_path_separator(at - 2));
        // `pub(in crate::init)` says who sees it.
        let is_visibility = at >= 3 && file.is_word(at - 1, "in") && file.is_word(at - 3, "pub");
        if !begins || is_visibility || file.is_test(at) {
            continue;
        }
        let (mut path, mut end) = (file.word(at).to_owned(), at);
        while file.is_path_separator(end + 1) && file.token(end + 3).kind == TokenKind::Ident {
            end += 3;
            path.push_str("::");
            path.push_str(file.word(end));
        }
        found.push(path);
    }
    found
}

/// The file that a path leads to: of the last of its names that is a module.
fn resolve(files: &BTreeMap<String, File>, from: &str, path: &str) -> Option<String> {
    let mut names = path.split("::").peekable();
    let mut module: Vec<&str> = from.split("::").collect();
    match names.peek().copied()? {
        "crate" => {
            module.clear();
            names.next();
        }
        "self" => {
            names.next();
        }
        "super" => {
            while names.next_if_eq(&"super").is_some() {
                module.pop();
            }
        }
        first => {
            // A child of this module; else another crate, or a name that an import has made known.
            let child = format!("{from}::{first}");
            files.get(&child)?;
        }
    }
    for name in names {
        module.push(name);
        if !files.contains_key(&module.join("::")) {
            module.pop();
            break;
        }
    }
    let found = module.join("::");
    files.contains_key(&found).then_some(found)
}
