//! Packages that are copied into a workspace of their own, fixed there, compiled and formatted before and after.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use scorer_lint::cli::{self, Env};

/// Held while copies are compiled.
static COMPILING: Mutex<()> = Mutex::new(());

/// What a run of the command yields.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: u8,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// A workspace with copies of packages, in the folder that cargo gives to tests. Those of one name share what they have compiled.
pub(crate) struct Copies {
    root: PathBuf,
}

impl Copies {
    /// Copies packages; each keeps its folder's name.
    pub(crate) fn of(name: &str, packages: &[PathBuf]) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("fixes")
            .join(name);
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(&root).expect("a folder");
        for package in packages {
            let folder = package.file_name().expect("a name");
            copy(package, &root.join(folder));
        }
        let workspace = workspace();
        // What this workspace has compiled and locked serves the copies, without a network.
        let manifest = format!(
            "[workspace]\nresolver = \"3\"\nmembers = [\"*\"]\nexclude = [\"target\"]\n\n[patch.crates-io]\nscorer-instrument = {{ path = '{}' }}\n",
            workspace.join("scorer-instrument").display(),
        );
        fs::write(root.join("Cargo.toml"), manifest).expect("the manifest");
        fs::copy(workspace.join("Cargo.lock"), root.join("Cargo.lock")).expect("the lock file");
        let version = env!("CARGO_PKG_VERSION");
        let source = format!("[lint]\ndependency = {{ version = \"{version}\" }}\n");
        fs::write(root.join("scorer-instrument.toml"), source).expect("the team's file");
        Self { root }
    }

    /// The packages of `tests/fixes`, or some of them.
    pub(crate) fn of_fixtures(name: &str, only: &[&str]) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixes");
        let entries = fs::read_dir(&folder).expect("the fixtures");
        let mut packages: Vec<PathBuf> = entries
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| path.join("Cargo.toml").is_file())
            .filter(|path| {
                only.is_empty()
                    || only
                        .iter()
                        .any(|name| path.file_name().is_some_and(|own| own == *name))
            })
            .collect();
        packages.sort();
        assert!(!packages.is_empty(), "no fixture is called {only:?}");
        Self::of(name, &packages)
    }

    /// The command on all of them, in this process: `copies.lint(&["--fix"])`.
    pub(crate) fn lint(&self, options: &[&str]) -> Ran {
        let root = self.root.clone().into_os_string();
        let arguments = std::iter::once(OsString::from("cargo-scorer-lint"))
            .chain(options.iter().map(OsString::from))
            .chain([root]);
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

    /// The same with `--fix`, on copies that no git keeps.
    pub(crate) fn fix(&self, options: &[&str]) -> Ran {
        let mut all = vec!["--fix", "--allow-no-vcs", "--allow-dirty"];
        all.extend(options);
        self.lint(&all)
    }

    /// A file of a copy.
    pub(crate) fn text(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Compiles all of them, tests too, without a warning.
    pub(crate) fn assert_compile(&self, when: &str) {
        // Cargo tells the copies of one package apart by nothing but the time of their files.
        let _one_at_a_time = COMPILING.lock().unwrap_or_else(PoisonError::into_inner);
        touch(&self.root);
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fixes-target");
        self.assert_cargo(
            when,
            Command::new(cargo())
                .args([
                    "check",
                    "--offline",
                    "--quiet",
                    "--workspace",
                    "--all-targets",
                ])
                .env("CARGO_TARGET_DIR", target)
                .env("RUSTFLAGS", "-D warnings")
                .env_remove("CARGO_ENCODED_RUSTFLAGS"),
        );
    }

    /// Builds a package and runs it: what it prints.
    pub(crate) fn run(&self, package: &str) -> String {
        let _one_at_a_time = COMPILING.lock().unwrap_or_else(PoisonError::into_inner);
        touch(&self.root);
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fixes-target");
        let output = self.assert_cargo(
            "run",
            Command::new(cargo())
                .args(["run", "--offline", "--quiet", "-p", package])
                .env("CARGO_TARGET_DIR", target)
                .env("CARGO_PROFILE_DEV_DEBUG", "0")
                .env("RUSTFLAGS", "-D warnings")
                .env_remove("CARGO_ENCODED_RUSTFLAGS"),
        );
        String::from_utf8(output).expect("UTF-8")
    }

    /// Formats all of them.
    pub(crate) fn format(&self) {
        self.assert_cargo("before", Command::new(cargo()).args(["fmt", "--all"]));
    }

    /// Whether rustfmt would leave all of them as they are.
    pub(crate) fn assert_formatted(&self, when: &str) {
        self.assert_cargo(
            when,
            Command::new(cargo()).args(["fmt", "--all", "--check"]),
        );
    }

    fn assert_cargo(&self, when: &str, command: &mut Command) -> Vec<u8> {
        let output = command
            .current_dir(&self.root)
            .output()
            .expect("cargo runs");
        assert!(
            output.status.success(),
            "{when}: {command:?}\n{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        output.stdout
    }
}

/// Makes every source newer than what was compiled of it.
fn touch(folder: &Path) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            touch(&path);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            let file = fs::File::options().append(true).open(&path);
            let touched = file.and_then(|file| file.set_modified(SystemTime::now()));
            touched.expect("a source that can be touched");
        }
    }
}

fn cargo() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

fn workspace() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().expect("a workspace").to_owned()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let to = to.join(entry.file_name());
        if entry.file_type().expect("a type").is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), &to).expect("a file");
        }
    }
}
