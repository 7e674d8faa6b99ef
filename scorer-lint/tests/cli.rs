//! The command as people and programs use it: options, exit codes, bad input, formats.

#[path = "cli/action.rs"]
mod action;
#[path = "cli/allows.rs"]
mod allows;
#[path = "cli/baseline.rs"]
mod baseline;
#[path = "cli/deployed.rs"]
mod deployed;
#[path = "cli/diff.rs"]
mod diff;
#[path = "cli/formats.rs"]
mod formats;
#[path = "cli/gitlab.rs"]
mod gitlab;
#[path = "cli/layers.rs"]
mod layers;
#[path = "cli/masking.rs"]
mod masking;
#[path = "cli/on_github.rs"]
mod on_github;
#[path = "cli/options.rs"]
mod options;
#[path = "cli/packages.rs"]
mod packages;
#[path = "cli/rdjson.rs"]
mod rdjson;
#[path = "cli/reading.rs"]
mod reading;
#[path = "cli/sarif.rs"]
mod sarif;
#[path = "cli/stdin.rs"]
mod stdin;
#[path = "cli/support.rs"]
mod support;
#[path = "cli/verdicts.rs"]
mod verdicts;

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use scorer_lint::cli::{self, Env};
use scorer_lint::engine::finding::Finding;
use scorer_lint::output::{self, Format, Report, Style};
use serde_json::Value;
use tempfile::TempDir;

/// A source with one finding at level deny, on its second line.
const LEAK: &str = "fn login(password: &str) {\n    info!(\"{password}\");\n}\n";
/// A source without.
const FINE: &str = "fn login(user_id: u64) {\n    info!(user_id, \"welcome\");\n}\n";
const RULE: &str = "secret-in-message";
const MANIFEST: &str = "[package]\nname = \"service\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";

/// What a run yields.
#[derive(Debug)]
struct Ran {
    code: u8,
    out: String,
    err: String,
}

impl Ran {
    /// The findings of `--format json`.
    fn findings(&self) -> Vec<Value> {
        let lines = self.out.lines();
        lines
            .map(|line| {
                serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"))
            })
            .collect()
    }
}

/// Runs the command in this process, with no terminal and an empty environment.
fn lint(arguments: &[&str]) -> Ran {
    lint_as(arguments, b"", false, &[])
}

fn lint_as(arguments: &[&str], stdin: &[u8], is_terminal: bool, vars: &[(&str, &str)]) -> Ran {
    let arguments = ["cargo-scorer-lint"]
        .iter()
        .chain(arguments)
        .map(OsString::from);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let env = Env {
        var: &|name| {
            let var = vars.iter().find(|(known, _)| *known == name);
            var.map(|(_, value)| (*value).to_owned())
        },
        is_terminal,
    };
    let code = cli::run(arguments, &mut &*stdin, &mut out, &mut err, &env);
    Ran {
        code,
        out: String::from_utf8(out).expect("UTF-8"),
        err: String::from_utf8(err).expect("UTF-8"),
    }
}

/// The command as a process of its own.
fn process() -> Command {
    Command::new(env!("CARGO_BIN_EXE_cargo-scorer-lint"))
}

fn finished(command: &mut Command) -> Ran {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().expect("the command runs");
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ran {
        code: code.expect("an exit code"),
        out: String::from_utf8(stdout).expect("UTF-8"),
        err: String::from_utf8(stderr).expect("UTF-8"),
    }
}

/// A folder of files that goes when the test ends.
struct Folder(TempDir);

impl Folder {
    fn of(files: &[(&str, &str)]) -> Self {
        let folder = Self(TempDir::new().expect("a folder"));
        for (path, text) in files {
            folder.write(path, text.as_bytes());
        }
        folder
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
        fs::write(path, bytes).expect("the file");
    }

    /// A symbolic link.
    fn link(&self, path: &str, to: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
        std::os::unix::fs::symlink(to, path).expect("the link");
    }

    fn root(&self) -> &Path {
        self.0.path()
    }

    fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    fn name(&self, path: &str) -> String {
        self.path(path).to_str().expect("UTF-8").to_owned()
    }

    /// Lints everything in it; the paths with findings, from the folder on.
    fn found(&self) -> (Ran, Vec<String>) {
        self.found_with(&[])
    }

    fn found_with(&self, options: &[&str]) -> (Ran, Vec<String>) {
        let root = self.name("");
        let mut arguments = vec!["--format", "json", root.trim_end_matches('/')];
        arguments.extend(options);
        let ran = lint(&arguments);
        let paths = ran
            .findings()
            .iter()
            .map(|finding| self.short(finding))
            .collect();
        (ran, paths)
    }

    fn short(&self, finding: &Value) -> String {
        let path = Path::new(finding["path"].as_str().expect("a path"));
        let path = path.strip_prefix(self.root()).unwrap_or(path);
        path.to_str().expect("UTF-8").to_owned()
    }
}

/// Findings as each format writes them.
fn in_each_format(findings: &[Finding]) -> Vec<String> {
    let report = Report {
        findings,
        units: &[],
        files: 1,
        ..Report::default()
    };
    [
        Format::Human,
        Format::Json,
        Format::Rustc,
        Format::Github,
        Format::Gitlab,
        Format::Sarif,
        Format::Rdjson,
    ]
    .map(|format| {
        let mut out = Vec::new();
        output::write(&report, format, Style::default(), &mut out).expect("written");
        String::from_utf8(out).expect("UTF-8")
    })
    .to_vec()
}
