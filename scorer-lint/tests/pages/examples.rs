//! Reads examples out of rule pages and fixtures, and lints them in memory.
//!
//! An example is a fenced block: `rust,refused`, `rust,accepted`, or the same with `toml`, `yaml` or `lock`. A line
//! `// file: src/lib.rs` (`# file: ..` in the others) begins another file of the same package. `//~ rule` marks a finding that starts on its line;
//! `test` behind the kind says that the file is a test.

use std::fs;
use std::path::{Path, PathBuf};

use scorer_instrument_policy::{Policy, config};
use scorer_lint::engine::finding::Finding;
use scorer_lint::engine::run;
use scorer_lint::package::unit::{Source, TextFile, Unit};
use scorer_lint::review::{Request, select};
use scorer_lint::rules::ALL;

/// A block of a page.
#[derive(Debug)]
pub(crate) struct Example {
    pub(crate) accepted: bool,
    /// Each file's path and text, marks left out.
    pub(crate) files: Vec<(String, String)>,
    /// File and line, and the rule that finds something there: in order.
    pub(crate) marks: Vec<((String, usize), String)>,
}

impl Example {
    pub(crate) fn shown(&self) -> String {
        let files = self
            .files
            .iter()
            .map(|(path, text)| format!("--- {path}\n{text}"));
        files.collect::<Vec<_>>().join("\n")
    }
}

/// The examples of a page.
pub(crate) fn examples(page: &str) -> Vec<Example> {
    let mut found = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let Some(kinds) = line.trim().strip_prefix("```") else {
            continue;
        };
        let kinds: Vec<&str> = kinds.split(',').map(str::trim).collect();
        let body: Vec<&str> = lines
            .by_ref()
            .take_while(|line| line.trim() != "```")
            .collect();
        let accepted = kinds.contains(&"accepted");
        if accepted || kinds.contains(&"refused") {
            found.push(example(&kinds, &body, accepted));
        }
    }
    found
}

fn example(kinds: &[&str], body: &[&str], accepted: bool) -> Example {
    let first = match kinds.first() {
        Some(&"toml") => "Cargo.toml",
        Some(&"lock") => "Cargo.lock",
        Some(&"yaml") => "collector.yaml",
        _ if kinds.contains(&"test") => "tests/example.rs",
        _ => "src/lib.rs",
    };
    let mut files = vec![(first.to_owned(), String::new())];
    let mut marks = Vec::new();
    for line in body {
        let trimmed = line.trim();
        if let Some(path) = trimmed
            .strip_prefix("// file:")
            .or_else(|| trimmed.strip_prefix("# file:"))
        {
            if files.last().is_some_and(|(_, text)| text.is_empty()) {
                files.pop();
            }
            files.push((path.trim().to_owned(), String::new()));
            continue;
        }
        let (path, text) = files.last_mut().expect("a file");
        let (code, mark) = match line.split_once("//~").or_else(|| line.split_once("#~")) {
            Some((code, mark)) => (code.trim_end(), mark),
            None => (*line, ""),
        };
        text.push_str(code);
        text.push('\n');
        let number = text.lines().count();
        for rule in mark
            .split(',')
            .map(str::trim)
            .filter(|rule| !rule.is_empty())
        {
            marks.push(((path.clone(), number), rule.to_owned()));
        }
    }
    marks.sort();
    Example {
        accepted,
        files,
        marks,
    }
}

/// Lints an example as a package of its own: file and line of each finding, and its rule.
pub(crate) fn lint_example(example: &Example) -> Vec<((String, usize), String)> {
    let mut found: Vec<_> = findings(example)
        .into_iter()
        .map(|(path, finding)| ((path, finding.start.line), finding.rule.name.to_owned()))
        .collect();
    found.sort();
    found.dedup();
    found
}

/// An example as a package in a folder, and its baseline where it has one.
pub(crate) fn package(example: &Example, folder: &Path) -> (Unit, Option<PathBuf>) {
    let mut unit = Unit {
        root: folder.to_owned(),
        complete: true,
        ..Unit::default()
    };
    let mut baseline = None;
    for (name, text) in &example.files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, text).expect("a file");
        let file = TextFile {
            path: path.clone(),
            text: text.clone(),
        };
        match name.rsplit_once('.').map(|(_, kind)| kind) {
            Some("rs") => {
                let is_test = ["tests/", "benches/", "examples/"]
                    .iter()
                    .any(|dir| name.starts_with(dir));
                unit.sources.push(Source {
                    path,
                    is_test,
                    text: None,
                });
            }
            Some("lock") => unit.lock = Some(file),
            Some("yaml" | "yml") => unit.yaml.push(file),
            _ if name == "baseline.toml" => baseline = Some(path),
            _ if name == "Cargo.toml" => unit.manifest = Some(file),
            _ if name == "scorer-instrument.toml" => {
                let team = config::parse(text.as_bytes(), &path).expect("a policy file");
                unit.settings.read(ALL.rules(), text).expect("settings");
                unit.policy = Policy::new(team);
                unit.policy_path = Some(path);
                unit.policy_file = Some(file);
            }
            _ => panic!("{name}: no such file in an example"),
        }
    }
    (unit, baseline)
}

/// The same as the findings themselves, each with its file as the example calls it.
pub(crate) fn findings(example: &Example) -> Vec<(String, Finding)> {
    let folder = tempfile::tempdir().expect("a folder");
    let (unit, baseline) = package(example, folder.path());
    let units = [unit];
    let mut outcome = run::lint(&ALL, &units);
    assert!(outcome.problems.is_empty(), "{:?}", outcome.problems);
    let request = Request {
        baseline,
        ..Request::default()
    };
    select(&ALL, &request, &units, &[], &mut outcome).expect("a baseline");
    let name = |finding: &Finding| {
        let path = finding.path.strip_prefix(folder.path());
        path.unwrap_or(&finding.path).to_string_lossy().into_owned()
    };
    let found = outcome.findings.into_iter();
    found.map(|finding| (name(&finding), finding)).collect()
}
