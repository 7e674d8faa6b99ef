//! `cargo scorer-lint init` as people use it: what it shows, writes, merges and leaves alone, and what it proves.

#[path = "init/asking.rs"]
mod asking;
#[path = "init/hooks.rs"]
mod hooks;
#[path = "init/lists.rs"]
mod lists;
#[path = "init/policy.rs"]
mod policy;
#[path = "init/verified.rs"]
mod verified;
#[path = "init/workflows.rs"]
mod workflows;

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use scorer_lint::cli::{self, Env};
use tempfile::TempDir;

const MANIFEST: &str = "[package]\nname = \"service\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace.dependencies]\nscorer-instrument = \"0.1.0\"\n";

/// What a run yields.
#[derive(Debug)]
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

/// A package in a git repository of its own.
struct Service(TempDir);

impl Service {
    fn new() -> Self {
        let service = Self::without_git();
        service.git(&["init", "--quiet"]);
        service
    }

    fn without_git() -> Self {
        let service = Self(TempDir::new().expect("a folder"));
        service.write("Cargo.toml", MANIFEST);
        service.write("src/lib.rs", "pub fn score() {}\n");
        service
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
        fs::write(path, text).expect("the file");
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn has(&self, name: &str) -> bool {
        self.path(name).exists()
    }

    fn git(&self, arguments: &[&str]) {
        let status = isolated(Command::new("git").current_dir(self.0.path()))
            .args(arguments)
            .status();
        assert!(status.expect("git runs").success());
    }

    /// The command in the package's folder, without a terminal.
    fn init(&self, arguments: &[&str]) -> Ran {
        self.init_in(".", arguments)
    }

    fn init_in(&self, folder: &str, arguments: &[&str]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-scorer-lint"));
        isolated(&mut command)
            .current_dir(self.path(folder))
            .args(["scorer-lint", "init"])
            .args(arguments);
        let output = command.output().expect("the command runs");
        Ran {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    /// Writes some parts, and verifies nothing.
    fn written(&self, parts: &str) -> Ran {
        let ran = self.init(&["--yes", "--no-verify", "--only", parts]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        ran
    }

    /// The same in this process, with a terminal on which somebody answers.
    fn answered(&self, answer: &str) -> (u8, String) {
        let manifest = self.path("Cargo.toml");
        let arguments = [
            "cargo-scorer-lint",
            "init",
            "--no-verify",
            "--manifest-path",
        ];
        let mut arguments: Vec<OsString> = arguments.map(OsString::from).to_vec();
        arguments.push(manifest.into());
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let env = Env {
            var: &|_| None,
            is_terminal: true,
        };
        let code = cli::run(arguments, &mut answer.as_bytes(), &mut out, &mut err, &env);
        (code, String::from_utf8(out).expect("UTF-8"))
    }
}

/// A command that sees nothing of the machine's own git settings.
fn isolated(command: &mut Command) -> &mut Command {
    command
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
}

/// Whether a program is there for the command to use.
fn has_program(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder: PathBuf| is_program(&folder.join(name)))
}

fn is_program(path: &Path) -> bool {
    path.is_file()
}
