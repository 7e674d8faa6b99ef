//! A Python program that a test speaks to in lines of JSON: started for it, ended with it.

use std::env;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc;
use std::thread;

use serde_json::Value;

/// A running program.
#[derive(Debug)]
pub(crate) struct Python {
    child: Child,
    input: Option<ChildStdin>,
    lines: mpsc::Receiver<Value>,
    /// Its first line.
    pub(crate) hello: Value,
}

impl Python {
    /// The program of that name in `receiver`, or a line that says why there is none.
    ///
    /// # Panics
    ///
    /// When it does not start although it is there.
    pub(crate) fn start(program: &str, module: &str, arguments: &[&str]) -> Option<Self> {
        let mut child = python(program, module)?
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
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
        let hello = lines.recv().expect("a first line");
        Some(Self {
            child,
            input,
            lines,
            hello,
        })
    }

    /// The next line that it writes.
    ///
    /// # Panics
    ///
    /// When it has ended.
    pub(crate) fn next(&self) -> Value {
        self.lines.recv().expect("a line")
    }

    /// Writes a line to it.
    ///
    /// # Panics
    ///
    /// When it has ended.
    pub(crate) fn tell(&mut self, line: &Value) {
        let input = self.input.as_mut().expect("its input");
        writeln!(input, "{line}").expect("a line is taken");
    }

    /// Ends it; every line that nobody has read yet.
    pub(crate) fn end(mut self) -> Vec<Value> {
        drop(self.input.take());
        self.lines.iter().collect()
    }
}

impl Drop for Python {
    fn drop(&mut self) {
        // It ends when its input does.
        drop(self.input.take());
        let _ = self.child.wait();
    }
}

/// The program of that name in `receiver`, not started yet, or a line that says why there is none.
///
/// # Panics
///
/// Where there must be one.
pub fn python(name: &str, module: &str) -> Option<Command> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let python = env::var_os("TELEMETRY_TEST_PYTHON")
        .map_or_else(|| root.join("../target/python/bin/python"), PathBuf::from);
    let has_module = Command::new(&python)
        .args(["-c", &format!("import {module}")])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|it| it.success());
    if !has_module {
        let python = python.display();
        skipped(&format!("no Python with `{module}` at {python}"));
        return None;
    }
    let mut command = Command::new(python);
    command.arg(root.join("receiver").join(name));
    Some(command)
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
