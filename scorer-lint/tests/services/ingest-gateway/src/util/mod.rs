//! Odds and ends.

use std::fmt;
use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use tracing::{debug, info, trace};

/// A connection string whose password does not show.
pub struct Dsn(pub String);

impl fmt::Display for Dsn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.split('@').next_back().unwrap_or_default())
    }
}

pub fn log_dsn(dsn: &Dsn) {
    info!(%dsn, "database"); //~? pii-field
    info!("database at {dsn}"); //~? secret-in-message
}

/// A report on standard output, for `--stats`.
pub fn report(counts: &[(String, u64)]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for (name, count) in counts {
        writeln!(out, "{name:20} {count}")?;
    }
    out.flush()
}

pub async fn count_up(counter: Arc<Mutex<u64>>) -> u64 {
    let next = {
        let mut counter = counter.lock();
        *counter += 1;
        *counter
    };
    tokio::time::sleep(Duration::from_millis(1)).await;
    next
}

pub async fn count_slowly(counter: Arc<Mutex<u64>>) -> u64 {
    let mut guard = counter.lock(); //~ blocking-in-async
    tokio::time::sleep(Duration::from_millis(10)).await;
    *guard += 1;
    *guard
}

pub async fn count_well(counter: Arc<tokio::sync::Mutex<u64>>) -> u64 {
    let mut guard = counter.lock().await;
    tokio::time::sleep(Duration::from_millis(10)).await;
    *guard += 1;
    *guard
}

pub fn spawn_logger() -> std::thread::JoinHandle<()> {
    std::thread::spawn(|| {
        for tick in 0..10 {
            std::thread::sleep(Duration::from_secs(1));
            trace!(tick, "still alive");
        }
    })
}

pub async fn shell(command: &str) -> io::Result<String> {
    debug!(command, "running"); //~? entering-function-log
    let output = std::process::Command::new("sh").arg("-c").arg(command).output()?; //~? blocking-in-async
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

pub async fn lines(path: &str) -> io::Result<usize> {
    let text = std::fs::read_to_string(path)?; //~ blocking-in-async
    let other = tokio::fs::read_to_string(path).await?;
    Ok(text.lines().count() + other.lines().count())
}

pub async fn wait_for(path: &str) {
    while std::fs::metadata(path).is_err() { //~ blocking-in-async
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
