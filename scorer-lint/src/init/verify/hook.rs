//! Does the hook refuse a commit that brings a leak, and let one pass that brings none?

use std::process::Command;

use crate::init::hook::{entry, is_ours};

use super::probe::{Probe, Said, found, run};
use super::{Failed, Outcome, Unverified, Verified};

/// A leak that the lint reports at level deny, and the same function without it.
const LEAK: &str = include_str!("leak.rs.txt");
const FINE: &str = include_str!("fine.rs.txt");

pub(super) fn check(text: &str) -> Result<Vec<Outcome>, String> {
    let listed = entry(text);
    if listed.is_none() && !is_ours(text) {
        return Ok(vec![Unverified(
            "it is your own: what else it does is not tried".to_owned(),
        )]);
    }
    let probe = Probe::new()?;
    let mut git = Git::new(&probe)?;
    // The packages of the probe lie where the hook's command looks for them.
    let command = listed.as_deref().unwrap_or(text);
    let folder = folder(command);
    git.folder.clone_from(&folder);
    probe.package(
        &format!("scratch/{folder}"),
        ("probe", "0.0.0"),
        "\n[workspace]\n",
        FINE,
    )?;
    git.run(&["init", "--quiet"])?;
    git.run(&["add", "."])?;
    git.run(&["commit", "--quiet", "--no-verify", "--message", "probe"])?;
    let mut outcomes = Vec::new();
    match &listed {
        Some(command) => {
            outcomes.push(pre_commit(&mut git, text)?);
            git.hook(&format!("#!/bin/sh\nexec {command}\n"))?;
        }
        None => git.hook(text)?,
    }
    outcomes.push(judge(&mut git)?);
    Ok(outcomes)
}

/// The folder whose Cargo.toml a command names.
fn folder(command: &str) -> String {
    let manifest = command.split_once("--manifest-path ").map(|(_, rest)| rest);
    let manifest = manifest.and_then(|rest| rest.split_whitespace().next());
    let folder = manifest.and_then(|path| path.strip_suffix("/Cargo.toml"));
    folder.unwrap_or(".").to_owned()
}

fn judge(git: &mut Git<'_>) -> Result<Outcome, String> {
    let refused = git.commit(LEAK)?;
    if refused.success {
        return Ok(Failed("a commit with a leak passes".to_owned()));
    }
    if !format!("{}{}", refused.stdout, refused.stderr).contains("secret-in-message") {
        return Ok(Failed(format!("it ends with `{}`", refused.complaint())));
    }
    let passed = git.commit(&format!("{FINE}\npub fn more() {{}}\n"))?;
    Ok(if passed.success {
        Verified("a commit with a leak is refused, one without passes".to_owned())
    } else {
        Failed(format!(
            "a commit without a leak ends with `{}`",
            passed.complaint()
        ))
    })
}

/// Whether pre-commit itself takes the list's row.
fn pre_commit(git: &mut Git<'_>, text: &str) -> Result<Outcome, String> {
    if found("pre-commit").is_none() {
        return Ok(Unverified(
            "pre-commit is not installed: its row is run as a hook".to_owned(),
        ));
    }
    git.probe.write("list.yaml", text)?;
    let mut command = git.command("pre-commit");
    command.args(["validate-config", "../list.yaml"]);
    Ok(match run(&mut command) {
        Some(said) if said.success => Verified("pre-commit reads the list".to_owned()),
        Some(said) => Failed(format!("pre-commit says `{}`", said.complaint())),
        None => Unverified("pre-commit cannot be run".to_owned()),
    })
}

/// A repository of the probe, with nothing of the user's own git.
struct Git<'a> {
    probe: &'a Probe,
    path: std::ffi::OsString,
    folder: String,
}

impl<'a> Git<'a> {
    fn new(probe: &'a Probe) -> Result<Self, String> {
        probe.write("scratch/.gitignore", "target\n")?;
        Ok(Self {
            probe,
            path: probe.path_with_self()?,
            folder: ".".to_owned(),
        })
    }

    fn command(&self, program: &str) -> Command {
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

    fn run(&self, arguments: &[&str]) -> Result<(), String> {
        let said = run(self.command("git").args(arguments)).ok_or("`git` cannot be run")?;
        if said.success {
            return Ok(());
        }
        Err(format!("`git` ends with `{}`", said.complaint()))
    }

    /// Makes a text the repository's hook.
    fn hook(&self, text: &str) -> Result<(), String> {
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

    /// Commits the probe's library with this text.
    fn commit(&mut self, library: &str) -> Result<Said, String> {
        self.probe
            .write(&format!("scratch/{}/src/lib.rs", self.folder), library)?;
        self.run(&["add", "."])?;
        run(self
            .command("git")
            .args(["commit", "--quiet", "--message", "probe"]))
        .ok_or_else(|| "`git` cannot be run".to_owned())
    }
}
