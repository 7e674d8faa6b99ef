//! `PostgreSQL`: a new cluster in a temporary directory, on a free port.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Mutex, Weak};

use super::Part;
use super::account::Account;
use super::server::{PASSWORD, Server, USER, shared};
use crate::receiver::skipped;

/// A running `PostgreSQL`.
#[derive(Debug)]
pub struct Postgres(Server);

static RUNNING: Mutex<Weak<Postgres>> = Mutex::new(Weak::new());

impl Postgres {
    /// The server of all tests that run at this time, or a line that says why there is none.
    ///
    /// # Panics
    ///
    /// When it does not start although it is there.
    pub fn start() -> Option<Arc<Self>> {
        shared(&RUNNING, || {
            let Some(programs) = programs() else {
                skipped(
                    "no `initdb` of PostgreSQL in PATH or in TELEMETRY_TEST_POSTGRES (Debian: postgresql)",
                );
                return None;
            };
            Some(Self(Server::start(
                &Account::of("postgres"),
                |directory, account| {
                    let password = directory.join("password");
                    fs::write(&password, PASSWORD).expect("a file");
                    let mut initdb = Command::new(programs.join("initdb"));
                    initdb
                        .args(["--auth=scram-sha-256", "--no-sync", "--locale=C.UTF-8"])
                        .arg(format!("--username={USER}"))
                        .arg(format!("--pwfile={}", password.display()))
                        .arg("-D")
                        .arg(directory.join("data"));
                    account.run(initdb);
                },
                |directory, port, account| {
                    let mut postgres = Command::new(programs.join("postgres"));
                    postgres
                        .arg("-D")
                        .arg(directory.join("data"))
                        .args(["-p", &port.to_string()])
                        .arg("-k")
                        .arg(directory)
                        .args(["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"])
                        .args(["-c", "lc_messages=C"]);
                    account.lower(&mut postgres);
                    let is_ready = |said: &str| said.contains("ready to accept connections");
                    Part::start(postgres, is_ready)
                },
            )))
        })
    }

    /// Where a database of that name is, with user and password.
    pub fn url(&self, database: &str) -> String {
        self.0.url("postgres", database)
    }

    /// The port that it listens on.
    pub fn port(&self) -> u16 {
        self.0.port
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // At once, and not behind its connections; what is killed leaves shared memory behind.
        self.0.part.end_by("QUIT");
    }
}

/// Where its programs are. Debian keeps them out of PATH.
fn programs() -> Option<PathBuf> {
    let named = env::var_os("TELEMETRY_TEST_POSTGRES").map(PathBuf::from);
    let in_path = env::var_os("PATH")
        .map(|path| env::split_paths(&path).collect::<Vec<_>>())
        .unwrap_or_default();
    let debians = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|it| it.path().join("bin"));
    named
        .into_iter()
        .chain(in_path)
        .chain(debians)
        .find(|directory| directory.join("initdb").exists() && directory.join("postgres").exists())
}
