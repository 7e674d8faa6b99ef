//! A database server of a test's own: a new cluster in a temporary directory, on a free port.

use std::env;
use std::net::TcpListener;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

use scorer_instrument_tests::receiver::skipped;

/// A running server.
pub(crate) struct Postgres {
    programs: PathBuf,
    directory: TempDir,
    port: u16,
}

impl Postgres {
    /// A server, or a line that says why there is none.
    pub(crate) fn start() -> Option<Self> {
        let Some(programs) = programs() else {
            skipped("no `initdb` of PostgreSQL in PATH or in TELEMETRY_TEST_POSTGRES");
            return None;
        };
        let directory = tempfile::Builder::new()
            .prefix("telemetry-postgres-")
            .tempdir()
            .expect("a directory");
        let port = TcpListener::bind(("127.0.0.1", 0))
            .and_then(|it| it.local_addr())
            .expect("a port that is free again")
            .port();
        let server = Self {
            programs,
            directory,
            port,
        };
        if is_root(server.directory.path()) {
            let path = server.directory.path();
            succeed(Command::new("chown").arg("postgres").arg(path).output());
        }
        succeed(
            server
                .program("initdb")
                .args(["--auth=trust", "--username=postgres", "--no-sync", "-D"])
                .arg(server.data())
                .output(),
        );
        // It waits until the server takes connections. The log goes to a file: a pipe would stay open.
        succeed(
            server
                .program("pg_ctl")
                .args(["start", "-w", "-s", "-D"])
                .arg(server.data())
                .arg("-l")
                .arg(server.directory.path().join("log"))
                .arg("-o")
                .arg(format!(
                    "-p {port} -k {} -c listen_addresses=127.0.0.1 -c fsync=off",
                    server.directory.path().display()
                ))
                .output(),
        );
        Some(server)
    }

    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn data(&self) -> PathBuf {
        self.directory.path().join("data")
    }

    /// A program of the server; as its own user where this one is root, which it refuses.
    fn program(&self, name: &str) -> Command {
        let program = self.programs.join(name);
        if is_root(Path::new("/proc/self")) {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command.current_dir("/");
            command
        } else {
            Command::new(program)
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let _ = self
            .program("pg_ctl")
            .args(["stop", "-s", "-m", "immediate", "-D"])
            .arg(self.data())
            .output();
    }
}

fn is_root(path: &Path) -> bool {
    path.metadata().is_ok_and(|it| it.uid() == 0)
}

fn succeed(output: std::io::Result<Output>) {
    let output = output.expect("the program runs");
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Where its programs are. Debian keeps them out of PATH.
fn programs() -> Option<PathBuf> {
    let named = env::var_os("TELEMETRY_TEST_POSTGRES").map(PathBuf::from);
    let in_path = env::var_os("PATH")
        .map(|path| env::split_paths(&path).collect::<Vec<_>>())
        .unwrap_or_default();
    let debians = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|it| it.path().join("bin"));
    named
        .into_iter()
        .chain(in_path)
        .chain(debians)
        .find(|directory| directory.join("initdb").exists())
}
