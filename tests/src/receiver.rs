//! The receiver in Python: started for a test, read line by line, ended with it.

use std::env;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc;
use std::thread;

use serde_json::Value;

/// A running receiver.
#[derive(Debug)]
pub struct Receiver {
    child: Child,
    input: Option<ChildStdin>,
    lines: mpsc::Receiver<Value>,
    /// Ports and certificate.
    pub hello: Value,
}

impl Receiver {
    /// A receiver, or a line that says why there is none.
    ///
    /// # Panics
    ///
    /// When it does not start although it is there.
    pub fn start(arguments: &[&str]) -> Option<Self> {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let python = python()?;
        let mut child = Command::new(python)
            .arg(root.join("receiver/receiver.py"))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the receiver starts");
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().expect("a pipe"));
        let (read, lines) = mpsc::channel();
        // Read at once: a full pipe would hold its answers back.
        thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                let line = serde_json::from_str(&line).expect("JSON");
                if read.send(line).is_err() {
                    return;
                }
            }
        });
        let hello = lines.recv().expect("ports");
        Some(Self {
            child,
            input,
            lines,
            hello,
        })
    }

    /// The next export that it took in.
    ///
    /// # Panics
    ///
    /// When it has ended.
    pub fn next_export(&self) -> Value {
        self.lines.recv().expect("an export")
    }

    /// The next export of spans.
    pub fn next_spans(&self) -> Value {
        loop {
            let export = self.next_export();
            if export["path"] == "/v1/traces" {
                return export;
            }
        }
    }

    /// Ends it; every export that nobody has read yet.
    pub fn end(mut self) -> Vec<Value> {
        drop(self.input.take());
        self.lines.iter().collect()
    }

    /// Its endpoint of OTLP over HTTP.
    pub fn http(&self) -> String {
        format!("http://127.0.0.1:{}", self.hello["http"])
    }

    /// Its endpoint of OTLP over gRPC.
    pub fn grpc(&self) -> String {
        format!("http://127.0.0.1:{}", self.hello["grpc"])
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        // It ends when its input does.
        drop(self.input.take());
        let _ = self.child.wait();
    }
}

/// The Python that runs receivers and judges, or a line that says why there is none.
///
/// # Panics
///
/// Where there must be one.
pub fn python() -> Option<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let python = env::var_os("TELEMETRY_TEST_PYTHON")
        .map_or_else(|| root.join("../target/python/bin/python"), PathBuf::from);
    if python.exists() {
        return Some(python);
    }
    skipped(&format!(
        "no Python with `tests/receiver/requirements.txt` at {}",
        python.display()
    ));
    None
}

/// The spans of an export, with their scope left out.
pub fn spans(export: &Value) -> Vec<&Value> {
    export["body"]["resourceSpans"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|it| it["scopeSpans"].as_array().into_iter().flatten())
        .flat_map(|it| it["spans"].as_array().into_iter().flatten())
        .collect()
}

/// The value of an attribute, whichever its kind.
pub fn attribute<'a>(attributes: &'a Value, key: &str) -> Option<&'a Value> {
    attributes
        .as_array()?
        .iter()
        .find(|it| it["key"] == key)
        .and_then(|it| it["value"].as_object()?.values().next())
}

/// Says why a test is left out; fails it where `.ci/run` has promised that it runs.
///
/// # Panics
///
/// Where it must not be left out.
pub fn skipped(why: &str) {
    assert!(env::var_os("TELEMETRY_TESTS_REQUIRED").is_none(), "{why}");
    // Past the harness, which keeps to itself what a passing test prints.
    let _ = writeln!(std::io::stderr(), "skipped: {why}; `.ci/run` says how");
}
