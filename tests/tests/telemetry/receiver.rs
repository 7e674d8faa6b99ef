//! The receiver in Python: started for a test, read line by line, ended with it.

use std::env;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc;
use std::thread;

use serde_json::Value;

use crate::support::skipped;

/// A running receiver.
pub(crate) struct Receiver {
    child: Child,
    input: Option<ChildStdin>,
    lines: mpsc::Receiver<Value>,
    /// Ports and certificate.
    pub(crate) hello: Value,
}

impl Receiver {
    /// A receiver, or a line that says why there is none.
    pub(crate) fn start(arguments: &[&str]) -> Option<Self> {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let python = env::var_os("TELEMETRY_TEST_PYTHON")
            .map_or_else(|| root.join("../target/python/bin/python"), PathBuf::from);
        if !python.exists() {
            skipped(&format!(
                "no Python with `opentelemetry-proto` and `grpcio` at {}",
                python.display()
            ));
            return None;
        }
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
    pub(crate) fn next(&self) -> Value {
        self.lines.recv().expect("an export")
    }

    /// The next export of spans.
    pub(crate) fn next_spans(&self) -> Value {
        loop {
            let export = self.next();
            if export["path"] == "/v1/traces" {
                return export;
            }
        }
    }

    pub(crate) fn http(&self) -> String {
        format!("http://127.0.0.1:{}", self.hello["http"])
    }

    pub(crate) fn grpc(&self) -> String {
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

/// The spans of an export, with their scope left out.
pub(crate) fn spans(export: &Value) -> Vec<&Value> {
    export["body"]["resourceSpans"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|it| it["scopeSpans"].as_array().into_iter().flatten())
        .flat_map(|it| it["spans"].as_array().into_iter().flatten())
        .collect()
}

/// The value of an attribute, whichever its kind.
pub(crate) fn attribute<'a>(attributes: &'a Value, key: &str) -> Option<&'a Value> {
    attributes
        .as_array()?
        .iter()
        .find(|it| it["key"] == key)
        .and_then(|it| it["value"].as_object()?.values().next())
}
