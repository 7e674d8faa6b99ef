//! A folder for a probe, and the programs that run in it.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use crate::package::problem::reason;

/// A folder that goes again.
pub(super) struct Probe(TempDir);

/// What a program said.
pub(super) struct Said {
    /// Whether it ended well.
    pub(super) success: bool,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

impl Probe {
    pub(super) fn new() -> Result<Self, String> {
        let made = TempDir::with_prefix("scorer-lint-");
        made.map(Self)
            .map_err(|error| format!("no temporary folder: {}", reason(&error)))
    }

    pub(super) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(super) fn write(&self, name: &str, text: &str) -> Result<(), String> {
        let path = self.path().join(name);
        let folder = path.parent().unwrap_or(self.path());
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&path, text))
            .map_err(|error| format!("{}: cannot be written: {}", path.display(), reason(&error)))
    }

    /// A package of this name and version in a folder of its own, with a library.
    pub(super) fn package(
        &self,
        folder: &str,
        (name, version): (&str, &str),
        dependencies: &str,
        library: &str,
    ) -> Result<(), String> {
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"{version}\"\nedition = \"2021\"\nlicense = \"MIT\"\n\n\
             [dependencies]\n{dependencies}"
        );
        self.write(&format!("{folder}/Cargo.toml"), &manifest)?;
        self.write(&format!("{folder}/src/lib.rs"), library)
    }

    /// Cargo, in a folder of the probe.
    pub(super) fn cargo(&self, folder: &str) -> Command {
        let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = self.command(program, folder);
        command.env("CARGO_TARGET_DIR", self.path().join("target"));
        command
    }

    /// A program, in a folder of the probe, without what the caller's own build and repository say.
    pub(super) fn command(&self, program: impl Into<OsString>, folder: &str) -> Command {
        let mut command = Command::new(program.into());
        command.current_dir(self.path().join(folder));
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            let is_of_build = ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_TARGET"]
                .contains(&text.as_ref());
            if is_of_build || text.starts_with("GIT_") || text.starts_with("CLIPPY_") {
                command.env_remove(&name);
            }
        }
        command
    }

    /// `PATH` with this very program first, as cargo looks for it.
    pub(super) fn path_with_self(&self) -> Result<OsString, String> {
        let failed =
            |error: std::io::Error| format!("this program cannot be copied: {}", reason(&error));
        let folder = self.path().join("bin");
        let own = std::env::current_exe().map_err(failed)?;
        let name = format!("cargo-scorer-lint{}", std::env::consts::EXE_SUFFIX);
        fs::create_dir_all(&folder).map_err(failed)?;
        // A link costs nothing; another disk takes a copy.
        let to = folder.join(name);
        fs::hard_link(&own, &to)
            .or_else(|_| fs::copy(&own, &to).map(drop))
            .map_err(failed)?;
        let known = std::env::var_os("PATH").unwrap_or_default();
        let all = std::iter::once(folder).chain(std::env::split_paths(&known));
        std::env::join_paths(all).map_err(|error| error.to_string())
    }
}

/// Runs a program to its end; none where there is no such program.
pub(super) fn run(command: &mut Command) -> Option<Said> {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().ok()?;
    Some(Said {
        success: status.success(),
        stdout: String::from_utf8_lossy(&stdout).into_owned(),
        stderr: String::from_utf8_lossy(&stderr).into_owned(),
    })
}

impl Said {
    /// The JSON objects of a text, one a line; what is none is left out.
    pub(super) fn objects(text: &str) -> Vec<Value> {
        text.lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect()
    }

    /// The first line that tells of an error, else the last.
    pub(super) fn complaint(&self) -> String {
        let lines = || self.stderr.lines().chain(self.stdout.lines());
        let is_error = |line: &&str| line.starts_with("error");
        let line = lines().find(is_error).or_else(|| lines().last());
        line.unwrap_or("it says nothing").trim().to_owned()
    }
}

/// The program of this name, where there is one.
pub(super) fn found(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&path)
        .map(|folder| folder.join(&name))
        .find(|file| file.is_file())
}
