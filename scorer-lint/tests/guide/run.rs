//! Does what a page says, block by block, in a copy of a service.
//!
//! `sh` is run, and ends with 0 or with what `exit=1` behind the fence says; `text` behind it is what it prints, with `..` for what
//! may be anything. `rust` and `toml` whose first line is a comment with a path are written there; `diff` replaces lines of the file
//! that its first line names.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::fenced::{Block, blocks};

/// A copy of the service, in a repository of its own.
pub(crate) struct Copy {
    root: PathBuf,
}

impl Copy {
    pub(crate) fn new(name: &str) -> Self {
        Self::of("service", name)
    }

    /// A copy of another service beside it.
    pub(crate) fn of(service: &str, name: &str) -> Self {
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        let workspace = package.parent().expect("a workspace");
        let guide = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("guide")
            .join(name);
        let root = guide.join("service");
        let _ = fs::remove_dir_all(&root);
        copy(&package.join("tests/guide").join(service), &root);
        // What this workspace has compiled and locked serves the copy, without a network.
        fs::copy(workspace.join("Cargo.lock"), root.join("Cargo.lock")).expect("the lock file");
        fs::create_dir_all(guide.join(".cargo")).expect("a folder");
        let config = format!(
            "[net]\noffline = true\n\n[build]\ntarget-dir = '{}'\n\n[patch.crates-io]\nscorer-instrument = {{ path = '{}' }}\n",
            guide.join("target").display(),
            workspace.join("scorer-instrument").display(),
        );
        fs::write(guide.join(".cargo/config.toml"), config).expect("cargo's settings");
        let copy = Self { root };
        let (code, said) =
            copy.shell("git init --quiet . && git add . && git commit --quiet --message service");
        assert_eq!(code, Some(0), "{said}");
        copy
    }

    /// A command of the shell: its exit code, and what it prints on both streams.
    pub(crate) fn shell(&self, text: &str) -> (Option<i32>, String) {
        let mut command = Command::new("sh");
        command
            .args(["-c", &format!("exec 2>&1\n{text}")])
            .current_dir(&self.root)
            .env("PATH", path())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("CARGO_TERM_COLOR", "never")
            .env_remove("CARGO_TARGET_DIR")
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS");
        for role in ["AUTHOR", "COMMITTER"] {
            command
                .env(format!("GIT_{role}_NAME"), "reader")
                .env(format!("GIT_{role}_EMAIL"), "reader@example.invalid");
        }
        let output = command.output().expect("a shell");
        let said = String::from_utf8_lossy(&output.stdout);
        (output.status.code(), without_colour(&said))
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub(crate) fn put(&self, path: &str, text: &str) {
        fs::write(self.root.join(path), text).unwrap_or_else(|error| panic!("{path}: {error}"));
    }

    /// Does all that a page of `docs` says.
    pub(crate) fn follow(&self, page: &str) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../docs")
            .join(page);
        let text = fs::read_to_string(path).expect("the page");
        let mut said = None;
        for block in blocks(&text) {
            let place = format!("docs/{page}:{}", block.line);
            match block.language.as_str() {
                "sh" => said = Some(self.command(&block, &place)),
                "text" => {
                    let said = said
                        .take()
                        .unwrap_or_else(|| panic!("{place}: nothing printed it"));
                    assert!(
                        is_like(&block.text, &said),
                        "{place}: the page says\n{}\nand it is\n{said}",
                        block.text
                    );
                }
                "rust" | "toml" | "yaml" => self.write(&block, &place),
                "diff" => self.edit(&block, &place),
                other => panic!("{place}: `{other}` is no block that can be tried"),
            }
        }
    }

    fn command(&self, block: &Block, place: &str) -> String {
        let wanted = block
            .marks
            .iter()
            .find_map(|mark| mark.strip_prefix("exit="));
        let wanted: i32 = wanted.map_or(0, |code| code.parse().expect("a code"));
        let (code, said) = self.shell(&format!("set -e\n{}", block.text));
        assert_eq!(code, Some(wanted), "{place}: {}{said}", block.text);
        said
    }

    fn write(&self, block: &Block, place: &str) {
        let first = block.text.lines().next().unwrap_or_default();
        let file = first.trim_start_matches(['/', '#']).trim();
        assert!(
            file.contains('.') && !file.contains(' '),
            "{place}: `{first}` names no file"
        );
        let file = self.root.join(file);
        fs::create_dir_all(file.parent().expect("a folder")).expect("the folder");
        fs::write(file, &block.text).unwrap_or_else(|error| panic!("{place}: {error}"));
    }

    fn edit(&self, block: &Block, place: &str) {
        let (file, lines) = block.text.split_once('\n').expect("lines");
        let file = file
            .strip_prefix("--- ")
            .unwrap_or_else(|| panic!("{place}: no file"));
        let of = |others: char| -> String {
            let lines = lines.lines().filter(|line| !line.starts_with(others));
            let lines: Vec<&str> = lines
                .map(|line| line.get(1..).unwrap_or_default())
                .collect();
            lines.join("\n") + "\n"
        };
        let (old, new) = (of('+'), of('-'));
        let text = self.read(file);
        assert_eq!(
            text.matches(&old).count(),
            1,
            "{place}: {file} does not hold it once:\n{old}"
        );
        fs::write(self.root.join(file), text.replacen(&old, &new, 1)).expect("the file");
    }
}

/// `PATH` with the lint first, and cargo as it runs this test.
fn path() -> OsString {
    let bin = Path::new(env!("CARGO_BIN_EXE_cargo-scorer-lint"))
        .parent()
        .expect("a folder");
    let known = std::env::var_os("PATH").unwrap_or_default();
    let all = std::iter::once(bin.to_owned()).chain(std::env::split_paths(&known));
    std::env::join_paths(all).expect("a PATH")
}

/// A text without what colours it: some programs ask nobody whether they write on a terminal.
fn without_colour(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |mut plain, part| {
        plain.push_str(part.split_once('m').map_or("", |(_, rest)| rest));
        plain
    })
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).expect("a copy");
        }
    }
}

/// Whether a text is what a page shows of it. Spaces at the ends of lines do not count.
pub(crate) fn is_like(shown: &str, said: &str) -> bool {
    let lines = |text: &str| -> Vec<String> {
        let lines = text.trim_end().lines();
        lines.map(|line| line.trim_end().to_owned()).collect()
    };
    are_like(&lines(shown), &lines(said))
}

fn are_like(shown: &[String], said: &[String]) -> bool {
    match (shown.split_first(), said.split_first()) {
        (None, None) => true,
        (Some((first, rest)), _) if first.trim() == ".." => {
            (0..=said.len()).any(|skipped| are_like(rest, &said[skipped..]))
        }
        (Some((first, rest)), Some((line, lines))) => is_line(first, line) && are_like(rest, lines),
        _ => false,
    }
}

fn is_line(shown: &str, line: &str) -> bool {
    match shown.split_once("..") {
        // Paths of Rust and ranges are written with two dots, too.
        _ if shown == line => true,
        None => false,
        Some((before, after)) => line.strip_prefix(before).is_some_and(|rest| {
            let mut ends = (0..=rest.len()).filter(|at| rest.is_char_boundary(*at));
            ends.any(|at| is_line(after, &rest[at..]))
        }),
    }
}
