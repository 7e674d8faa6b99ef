//! What the servers of databases have in common: a directory of their own, a port, a user, and one of each for all tests.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tempfile::TempDir;

use super::account::Account;
use super::{NotUp, Part, on_free_ports};

/// Who may connect.
pub(super) const USER: &str = "scorer";

/// With this password, which no output may show.
pub(super) const PASSWORD: &str = "hunter2hunter2";

/// A running server.
#[derive(Debug)]
pub(super) struct Server {
    pub(super) part: Part,
    pub(super) port: u16,
    _directory: TempDir,
}

impl Server {
    /// Makes a directory and what the server wants to find there, and starts it on a free port.
    pub(super) fn start(
        account: &Account,
        prepare: impl Fn(&Path, &Account),
        start: impl Fn(&Path, u16, &Account) -> Result<Part, NotUp>,
    ) -> Self {
        on_free_ports(|[port]| {
            let directory = tempfile::Builder::new()
                .prefix("telemetry-database-")
                .tempdir()
                .expect("a directory");
            account.own(directory.path());
            prepare(directory.path(), account);
            Ok(Self {
                part: start(directory.path(), port, account)?,
                port,
                _directory: directory,
            })
        })
    }

    pub(super) fn url(&self, scheme: &str, database: &str) -> String {
        let port = self.port;
        format!("{scheme}://{USER}:{PASSWORD}@127.0.0.1:{port}/{database}")
    }
}

/// The one that runs, or a new one. The last test that holds it ends it.
pub(super) fn shared<T>(
    running: &Mutex<Weak<T>>,
    start: impl FnOnce() -> Option<T>,
) -> Option<Arc<T>> {
    let mut running = running.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(server) = running.upgrade() {
        return Some(server);
    }
    let server = Arc::new(start()?);
    *running = Arc::downgrade(&server);
    Some(server)
}
