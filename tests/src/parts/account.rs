//! The user that a server runs as: its own where this one is root, which servers of databases refuse to be.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

/// Nothing where it is the user that runs the test.
#[derive(Debug)]
pub(super) struct Account(Option<Ids>);

#[derive(Debug)]
struct Ids {
    user: u32,
    group: u32,
}

impl Account {
    /// The account of this name, which the server's package has made.
    pub(super) fn of(name: &str) -> Self {
        let is_root = fs::metadata("/proc/self").is_ok_and(|it| it.uid() == 0);
        if !is_root {
            return Self(None);
        }
        let accounts = fs::read_to_string("/etc/passwd").expect("a file of accounts");
        let ids = accounts.lines().find_map(|line| {
            let mut fields = line.split(':');
            let is_it = fields.next() == Some(name);
            let (user, group) = (fields.nth(1)?.parse().ok()?, fields.next()?.parse().ok()?);
            is_it.then_some(Ids { user, group })
        });
        Self(Some(ids.unwrap_or_else(|| panic!("no account `{name}`"))))
    }

    /// Gives it a directory.
    pub(super) fn own(&self, path: &Path) {
        if let Some(ids) = &self.0 {
            chown(path, Some(ids.user), Some(ids.group)).expect("a directory of its own");
        }
    }

    /// Makes the command run as it.
    pub(super) fn lower(&self, command: &mut Command) {
        // The directory of the test may be none that it can read.
        command.current_dir("/");
        if let Some(ids) = &self.0 {
            command.uid(ids.user).gid(ids.group);
        }
    }

    /// Runs a program as it, which has to succeed.
    pub(super) fn run(&self, mut command: Command) {
        self.lower(&mut command);
        let ran = command.output().expect("the program runs");
        assert!(
            ran.status.success(),
            "{}{}",
            String::from_utf8_lossy(&ran.stdout),
            String::from_utf8_lossy(&ran.stderr)
        );
    }
}
