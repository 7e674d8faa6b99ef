//! A package that a test writes, and Cargo run on it: the way to see what a compiler run sees, such
//! as the team's file and the caller's dependencies.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a package needs to use the macros.
pub(crate) const TRACING: &str = "tracing = \"0.1.44\"";

/// A directory with packages.
pub(crate) struct Fixture {
    root: PathBuf,
}

/// What Cargo said.
#[derive(Debug)]
pub(crate) struct Built {
    pub(crate) success: bool,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Fixture {
    /// An empty directory of this name.
    pub(crate) fn new(name: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("fixtures")
            .join(name);
        if root.exists() {
            fs::remove_dir_all(&root).expect("what an earlier run left");
        }
        fs::create_dir_all(&root).expect("the directory");
        Self { root }
    }

    /// A package of this name, with these dependencies besides the tests' own recorder.
    pub(crate) fn package(&self, dir: &str, name: &str, dependencies: &[&str]) -> &Self {
        let repository = repository();
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
             [dependencies]\nscorer-instrument-tests = {{ path = '{}' }}\n{}\n",
            repository.join("tests").display(),
            dependencies.join("\n"),
        );
        self.write(&format!("{dir}/Cargo.toml"), manifest)
    }

    /// Makes a package, or a bare directory, the root of a workspace.
    pub(crate) fn workspace(&self, dir: &str, members: &[&str]) -> &Self {
        let file = self.root.join(dir).join("Cargo.toml");
        let before = fs::read_to_string(&file).unwrap_or_default();
        self.write(
            &format!("{dir}/Cargo.toml"),
            format!("{before}\n[workspace]\nresolver = \"3\"\nmembers = {members:?}\n"),
        );
        // The versions that this repository is locked to, so that nothing has to be fetched.
        let lock = fs::read(repository().join("Cargo.lock")).expect("the lock");
        self.write(&format!("{dir}/Cargo.lock"), lock)
    }

    /// Writes a file.
    pub(crate) fn write(&self, file: &str, text: impl AsRef<[u8]>) -> &Self {
        let file = self.root.join(file);
        let dir = file.parent().expect("a file stands in a directory");
        fs::create_dir_all(dir).expect("the directory");
        fs::write(file, text).expect("the file");
        self
    }

    /// Removes a file.
    pub(crate) fn remove(&self, file: &str) -> &Self {
        fs::remove_file(self.root.join(file)).expect("the file");
        self
    }

    /// `cargo run` in a directory: what does not compile does not run.
    pub(crate) fn run(&self, dir: &str) -> Built {
        let output = Command::new(env!("CARGO"))
            .args(["run", "--quiet", "--offline", "--color", "never"])
            .current_dir(self.root.join(dir))
            .env(
                "CARGO_TARGET_DIR",
                Path::new(env!("CARGO_TARGET_TMPDIR")).join("fixtures-target"),
            )
            // Flags for the tests themselves, such as coverage, would build everything anew.
            .env_remove("RUSTFLAGS")
            .output()
            .expect("cargo starts");
        Built {
            success: output.status.success(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// The facade's line under `[dependencies]`, under a name of choice.
pub(crate) fn facade(name: &str) -> String {
    let path = repository().join("scorer-instrument");
    format!(
        "{name} = {{ package = \"scorer-instrument\", path = '{}' }}",
        path.display()
    )
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the workspace")
        .to_owned()
}

impl Built {
    /// Asserts that it compiled and ran.
    pub(crate) fn succeeds(&self) {
        assert!(self.success, "{}", self.stderr);
    }

    /// Asserts that it did not compile, and that these texts stand in the errors.
    pub(crate) fn fails_with(&self, texts: &[&str]) {
        assert!(!self.success, "it compiled");
        for text in texts {
            assert!(
                self.stderr.contains(text),
                "{text:?} is not in:\n{}",
                self.stderr
            );
        }
    }
}
