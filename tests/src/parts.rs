//! Real programs that a test speaks to: started for it on free ports, ended with it.
//!
//! `tests/parts` says how they are built; a test that needs one which is not there is skipped with a line that names it.

mod account;
mod collector;
mod jaeger;
mod lambda;
mod mariadb;
mod postgres;
mod prometheus;
mod server;
mod tls;

use std::env;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::receiver::skipped;
use crate::server::read_request;

pub use collector::Collector;
pub use jaeger::{Jaeger, children, tag, tree};
pub use lambda::Emulator;
pub use mariadb::MariaDb;
pub use postgres::Postgres;
pub use prometheus::Prometheus;
pub use tls::Certificate;

/// Long enough for a machine that does other things too; nothing waits for it to pass.
const PATIENCE: Duration = Duration::from_mins(3);

/// Why a program did not come up.
enum NotUp {
    /// Somebody else had taken one of its ports in the meantime.
    PortTaken,
    /// With what it said.
    Ended(String),
}

/// A running program.
#[derive(Debug)]
struct Part {
    child: Child,
    said: Arc<Mutex<String>>,
}

impl Part {
    /// Starts it, and waits until it is ready.
    fn start(mut command: Command, is_ready: impl Fn(&str) -> bool) -> Result<Self, NotUp> {
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn();
        let mut child = child.unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        let said = Arc::new(Mutex::new(String::new()));
        let written = Arc::clone(&said);
        // Read at once: a full pipe would stop the program.
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let mut said = written.lock().unwrap_or_else(PoisonError::into_inner);
                said.push_str(&line);
                said.push('\n');
            }
        });
        let mut part = Self { child, said };
        let end = Instant::now() + PATIENCE;
        while !is_ready(&part.said()) {
            let said = part.said();
            if part.child.try_wait().is_ok_and(|it| it.is_some()) {
                return Err(if said.to_lowercase().contains("address already in use") {
                    NotUp::PortTaken
                } else {
                    NotUp::Ended(said)
                });
            }
            assert!(Instant::now() < end, "{command:?} is not ready: {said}");
            thread::sleep(PAUSE);
        }
        Ok(part)
    }

    /// All that it has said on stderr.
    fn said(&self) -> String {
        let said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        said.clone()
    }

    /// Asks it to end where it runs, and waits for that.
    fn terminate(&mut self) {
        self.end_by("TERM");
    }

    /// Sends it a signal where it runs, and waits until it has ended.
    fn end_by(&mut self, signal: &str) {
        if self.child.try_wait().is_ok_and(|it| it.is_some()) {
            return;
        }
        let id = self.child.id().to_string();
        let sent = Command::new("kill")
            .args([&format!("-{signal}"), &id])
            .status();
        assert!(sent.is_ok_and(|it| it.success()));
        self.child.wait().expect("it ends");
    }

    /// What the kernel counted of it so far: the time of its processors, and the most memory that it had, in KiB.
    fn used(&self) -> (Duration, u64) {
        used(&self.child.id().to_string())
    }
}

/// What the kernel counted of a process so far (`self` is this one): the time of its processors, and the most memory that it
/// had, in KiB.
///
/// # Panics
///
/// Where there is no such process, or no Linux.
pub fn used(process: &str) -> (Duration, u64) {
    let read = |file: &str| {
        let path = format!("/proc/{process}/{file}");
        std::fs::read_to_string(path).expect("a process")
    };
    // Behind the name in brackets, `utime` and `stime` in hundredths of a second:
    // <https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html>.
    let stat = read("stat");
    let fields = stat.rsplit(')').next().expect("fields").split_whitespace();
    let ticks: u64 = fields
        .skip(11)
        .take(2)
        .map(|it| it.parse::<u64>().expect("a number"))
        .sum();
    let status = read("status");
    let peak = status.lines().find_map(|it| it.strip_prefix("VmHWM:"));
    let peak = peak.and_then(|it| it.trim().strip_suffix(" kB"));
    let peak = peak.expect("a peak").parse().expect("a number");
    (Duration::from_millis(ticks * 10), peak)
}

impl Drop for Part {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts a program on free ports, with others where somebody has taken one of them in the meantime.
fn on_free_ports<const N: usize, T>(start: impl Fn([u16; N]) -> Result<T, NotUp>) -> T {
    for _ in 0..5 {
        match start(free_ports()) {
            Ok(part) => return part,
            Err(NotUp::PortTaken) => {}
            Err(NotUp::Ended(said)) => panic!("it has ended: {said}"),
        }
    }
    panic!("its ports are always taken")
}

/// Ports that nobody listens on.
///
/// # Panics
///
/// When there are none.
pub fn free_ports<const N: usize>() -> [u16; N] {
    // All at once, so that they differ.
    let listeners = [(); N].map(|()| TcpListener::bind(("127.0.0.1", 0)).expect("a port"));
    listeners.map(|it| it.local_addr().expect("an address").port())
}

/// How long a question waits before it is put again.
const PAUSE: Duration = Duration::from_millis(100);

/// Asks until there is an answer.
///
/// # Panics
///
/// When there is none for minutes.
pub fn eventually<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(Instant::now() < end, "there is no {what}");
        thread::sleep(PAUSE);
    }
}

/// Status and body of what stands at a path of this machine; nothing where nobody answers.
pub fn get(port: u16, path: &str) -> Option<(u16, String)> {
    ask(port, &format!("GET {path}"), "", "")
}

/// Sends a request, and reads its answer.
fn ask(port: u16, line: &str, headers: &str, body: &str) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    let length = body.len();
    write!(
        stream,
        "{line} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    )
    .ok()?;
    // An answer has the form of a request but for its first line.
    let answer = read_request(&mut stream)?;
    let status = answer.line.split(' ').nth(1)?.parse().ok()?;
    Some((status, String::from_utf8_lossy(&answer.body).into_owned()))
}

/// A program that `.ci/run` has built, or a line that says that it is not there.
fn built(name: &str) -> Option<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let parts = env::var_os("TELEMETRY_TEST_PARTS")
        .map_or_else(|| root.join("../target/parts"), PathBuf::from);
    let path = parts.join(name);
    if !path.is_file() {
        skipped(&format!("no `{name}` in {}", parts.display()));
        return None;
    }
    Some(path)
}

/// A file of `deploy`.
fn deployed(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../deploy")
        .join(name)
}
