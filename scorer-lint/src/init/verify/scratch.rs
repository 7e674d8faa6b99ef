//! A repository for a probe, in which a commit brings a leak or brings none.

use std::process::Command;

use super::probe::{Probe, Said, run};

/// A leak that the lint reports at level deny, and the same function without it.
pub(super) const LEAK: &str = include_str!("leak.rs.txt");
pub(super) const FINE: &str = include_str!("fine.rs.txt");

/// A repository of the probe, with nothing of the user's own git.
pub(super) struct Scratch<'a> {
    pub(super) probe: &'a Probe,
    path: std::ffi::OsString,
    folder: String,
}

impl<'a> Scratch<'a> {
    /// With one commit: a package without a leak, in the folder whose Cargo.toml a command names.
    pub(super) fn new(probe: &'a Probe, command: &str) -> Result<Self, String> {
        probe.write("scratch/.gitignore", "target\n")?;
        let scratch = Self {
            probe,
            path: probe.path_with_self()?,
            folder: folder(command),
        };
        let package = format!("scratch/{}", scratch.folder);
        probe.package(&package, ("probe", "0.0.0"), "\n[workspace]\n", FINE)?;
        scratch.run(&["init", "--quiet"])?;
        scratch.run(&["add", "."])?;
        scratch.run(&["commit", "--quiet", "--no-verify", "--message", "probe"])?;
        Ok(scratch)
    }

    pub(super) fn command(&self, program: &str) -> Command {
        let mut command = self.probe.command(program, "scratch");
        let nothing = self.probe.path().join("nothing");
        command
            .env("PATH", &self.path)
            .env("GIT_CONFIG_GLOBAL", &nothing)
            .env("GIT_CONFIG_SYSTEM", &nothing)
            .env("GIT_CONFIG_NOSYSTEM", "1");
        for role in ["AUTHOR", "COMMITTER"] {
            command
                .env(format!("GIT_{role}_NAME"), "probe")
                .env(format!("GIT_{role}_EMAIL"), "probe@example.invalid");
        }
        command
    }

    pub(super) fn run(&self, arguments: &[&str]) -> Result<(), String> {
        let said = run(self.command("git").args(arguments)).ok_or("`git` cannot be run")?;
        if said.success {
            return Ok(());
        }
        Err(format!("`git` ends with `{}`", said.complaint()))
    }

    /// Makes a text the repository's hook.
    pub(super) fn hook(&self, text: &str) -> Result<(), String> {
        let name = "scratch/.git/hooks/pre-commit";
        self.probe.write(name, text)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let path = self.probe.path().join(name);
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755))
                .map_err(|error| error.to_string())?;
        }
        Ok(())
    }

    /// Makes this text the probe's library.
    pub(super) fn library(&self, text: &str) -> Result<(), String> {
        let path = format!("scratch/{}/src/lib.rs", self.folder);
        self.probe.write(&path, text)
    }

    /// Commits the probe's library with this text.
    pub(super) fn commit(&self, library: &str) -> Result<Said, String> {
        self.library(library)?;
        self.run(&["add", "."])?;
        run(self
            .command("git")
            .args(["commit", "--quiet", "--message", "probe"]))
        .ok_or_else(|| "`git` cannot be run".to_owned())
    }
}

/// The folder whose Cargo.toml a command names.
fn folder(command: &str) -> String {
    let manifest = command.split_once("--manifest-path ").map(|(_, rest)| rest);
    let manifest = manifest.and_then(|rest| rest.split_whitespace().next());
    let folder = manifest.and_then(|path| path.strip_suffix("/Cargo.toml"));
    folder.unwrap_or(".").to_owned()
}
