//! `MariaDB`: a new data directory in a temporary one, on a free port.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex, Weak};

use super::Part;
use super::account::Account;
use super::server::{PASSWORD, Server, USER, shared};
use crate::receiver::skipped;

/// A running `MariaDB`.
#[derive(Debug)]
pub struct MariaDb(Server);

static RUNNING: Mutex<Weak<MariaDb>> = Mutex::new(Weak::new());

impl MariaDb {
    /// The server of all tests that run at this time, or a line that says why there is none.
    ///
    /// # Panics
    ///
    /// When it does not start although it is there.
    pub fn start() -> Option<Arc<Self>> {
        shared(&RUNNING, || {
            let (Some(install), Some(mariadbd)) =
                (program("mariadb-install-db"), program("mariadbd"))
            else {
                skipped(
                    "no `mariadb-install-db` and `mariadbd` in PATH or /usr/sbin (Debian: mariadb-server)",
                );
                return None;
            };
            Some(Self(Server::start(
                &Account::of("mysql"),
                |directory, account| {
                    let mut command = Command::new(&install);
                    command
                        .args([
                            "--no-defaults",
                            "--skip-test-db",
                            "--auth-root-authentication-method=normal",
                        ])
                        .arg(data(directory));
                    account.run(command);
                    // One statement a line.
                    let first = format!(
                        "CREATE USER '{USER}'@'127.0.0.1' IDENTIFIED BY '{PASSWORD}';\n\
                         GRANT ALL ON *.* TO '{USER}'@'127.0.0.1' WITH GRANT OPTION;\n"
                    );
                    fs::write(directory.join("first.sql"), first).expect("a file");
                },
                |directory, port, account| {
                    let mut command = Command::new(&mariadbd);
                    command
                        .arg("--no-defaults")
                        .arg(data(directory))
                        .arg(format!("--port={port}"))
                        .arg(format!("--socket={}", directory.join("socket").display()))
                        .arg(format!("--pid-file={}", directory.join("pid").display()))
                        .arg(format!(
                            "--init-file={}",
                            directory.join("first.sql").display()
                        ))
                        .args([
                            "--bind-address=127.0.0.1",
                            "--skip-name-resolve",
                            "--lc-messages=en_US",
                        ])
                        .args([
                            "--innodb-flush-log-at-trx-commit=0",
                            "--innodb-buffer-pool-size=16M",
                        ]);
                    account.lower(&mut command);
                    Part::start(command, |said| {
                        said.contains("mariadbd: ready for connections")
                    })
                },
            )))
        })
    }

    /// Where a database of that name is, with user and password.
    pub fn url(&self, database: &str) -> String {
        self.0.url("mysql", database)
    }

    /// The port that it listens on.
    pub fn port(&self) -> u16 {
        self.0.port
    }
}

fn data(directory: &Path) -> String {
    format!("--datadir={}", directory.join("data").display())
}

/// Where a program of its is. Debian keeps the server where PATH may not look.
fn program(name: &str) -> Option<PathBuf> {
    let in_path = env::var_os("PATH")
        .map(|path| env::split_paths(&path).collect::<Vec<_>>())
        .unwrap_or_default();
    in_path
        .into_iter()
        .chain([PathBuf::from("/usr/sbin")])
        .map(|directory| directory.join(name))
        .find(|it| it.is_file())
}
