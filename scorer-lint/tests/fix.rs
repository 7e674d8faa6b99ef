//! `--fix`: what is mended, what is left alone, and what a run leaves behind that ends in the middle.

#[path = "fix/any.rs"]
mod any;
#[path = "fix/command.rs"]
mod command;
mod corpus;
#[path = "fix/edits.rs"]
mod edits;
#[path = "fix/files.rs"]
mod files;
#[path = "fix/logs.rs"]
mod logs;
#[path = "fix/manifests.rs"]
mod manifests;

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use scorer_lint::cli::{self, Env};
use scorer_lint::fix::fix_text;
use scorer_lint::package::unit::Unit;
use scorer_lint::rules::ALL;
use tempfile::TempDir;

const MANIFEST: &str = "[package]\nname = \"service\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\ntracing = \"0.1\"\n";
/// A package's source with one fix, which needs a crate.
const SPAWNED: &str =
    "#[scorer_span]\npub async fn store(id: i64) {\n    tokio::spawn(notify(id));\n}\n";
/// The team's file, which says where the crate comes from.
const SOURCE: (&str, &str) = (
    "scorer-instrument.toml",
    "[lint]\ndependency = { version = \"0.1.0\" }\n",
);
/// A source with one safe fix.
const NOISY: &str = "#[scorer_span]\nasync fn validate_key(id: i64) -> bool {\n    trace!(\"entering validate_key\");\n    check(id).await\n}\n";
const QUIET: &str =
    "#[scorer_span]\nasync fn validate_key(id: i64) -> bool {\n    check(id).await\n}\n";

/// What a run yields.
#[derive(Debug)]
struct Ran {
    code: u8,
    out: String,
    err: String,
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

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// The command on all of it, with `--fix` and no git asked.
    fn fix(&self, options: &[&str]) -> Ran {
        let mut all = vec!["--fix", "--allow-no-vcs", "--allow-dirty"];
        all.extend(options);
        self.run(&all)
    }

    fn run(&self, options: &[&str]) -> Ran {
        lint(options, &[self.0.path()])
    }
}

/// Runs the command in this process.
fn lint(options: &[&str], paths: &[&Path]) -> Ran {
    let arguments = std::iter::once(OsString::from("cargo-scorer-lint"))
        .chain(options.iter().map(OsString::from))
        .chain(paths.iter().map(OsString::from));
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let env = Env {
        var: &|_| None,
        is_terminal: false,
    };
    let code = cli::run(arguments, &mut &b""[..], &mut out, &mut err, &env);
    Ran {
        code,
        out: String::from_utf8(out).expect("UTF-8"),
        err: String::from_utf8(err).expect("UTF-8"),
    }
}

/// What all fixes make of a text by itself.
fn fixed(text: &str) -> String {
    fix_text(&ALL, &Unit::default(), Path::new("src/any.rs"), text, true)
}
