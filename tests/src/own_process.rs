//! Tests that need a process of their own: what `init` installs is the process's, and a `main` has an exit code.
//!
//! A test target with `harness = false` calls [`main`] with its cases. Each case is run by the same program, started anew;
//! what became of it is checked in the first one. The time limit is there to fail a case that hangs, and for nothing else.

use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

/// Names the case that a process is there for.
const CASE: &str = "SCORER_INSTRUMENT_CASE";

/// Longer than any case takes on a busy machine.
const PATIENCE: Duration = Duration::from_mins(2);

/// One program and what is expected of it.
pub struct Case {
    /// Its name, for filters.
    pub name: &'static str,
    /// Its environment, beside what the test has.
    pub variables: &'static [(&'static str, &'static str)],
    /// The program.
    pub program: fn() -> ExitCode,
    /// What is expected when it has ended.
    pub check: fn(&Ended),
}

/// A program that has ended.
#[derive(Debug)]
pub struct Ended {
    /// Its exit code; none where a signal ended it.
    pub code: Option<i32>,
    /// All that it wrote to stdout.
    pub stdout: String,
    /// All that it wrote to stderr.
    pub stderr: String,
}

impl Ended {
    /// The lines of stdout.
    ///
    /// # Panics
    ///
    /// When one is no JSON.
    pub fn lines(&self) -> Vec<Value> {
        let line = |line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}"));
        self.stdout.lines().map(line).collect()
    }

    /// The lines of this message.
    ///
    /// # Panics
    ///
    /// When a line is no JSON.
    pub fn said(&self, message: &str) -> Vec<Value> {
        let mut lines = self.lines();
        lines.retain(|it| it["message"] == message);
        lines
    }
}

/// Runs the case that this process is there for, or each whose name holds the argument.
pub fn main(cases: &[Case]) -> ExitCode {
    if let Ok(name) = std::env::var(CASE) {
        let case = cases.iter().find(|case| case.name == name);
        return case.map_or(ExitCode::FAILURE, |case| (case.program)());
    }
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let lists = arguments.iter().any(|it| it == "--list");
    let filter = arguments.iter().find(|it| !it.starts_with('-'));
    let mut failed = 0_u32;
    for case in cases {
        if filter.is_some_and(|filter| !case.name.contains(filter.as_str())) {
            continue;
        }
        if lists {
            println!("{}: test", case.name);
            continue;
        }
        let passed = catch_unwind(AssertUnwindSafe(|| run(case))).is_ok();
        println!(
            "test {} ... {}",
            case.name,
            if passed { "ok" } else { "FAILED" }
        );
        failed += u32::from(!passed);
    }
    if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Runs a case of this program once more, with a stdout that nobody reads before the program has ended.
///
/// # Panics
///
/// When it does not start, or hangs.
pub fn unread(case: &str, variables: &[(&str, &str)]) -> Ended {
    let mut command = command(case, variables);
    let mut child = command.spawn().expect("the program starts");
    let stdout = child.stdout.take();
    // What is written to stderr fits into its pipe.
    let deadline = Instant::now() + PATIENCE;
    while child.try_wait().expect("a child").is_none() {
        if Instant::now() > deadline {
            let _ = child.kill();
            panic!("`{case}` hangs when nobody reads its stdout");
        }
        thread::sleep(Duration::from_millis(10));
    }
    child.stdout = stdout;
    wait(child, case)
}

/// A case of this program, with these variables and none that the machine has set.
fn command(case: &str, variables: &[(&str, &str)]) -> Command {
    let program = std::env::current_exe().expect("this program");
    let mut command = Command::new(program);
    // What the machine has set must not change what is tested.
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if ["OTEL_", "TELEMETRY_", "RUST_", "AWS_"]
            .iter()
            .any(|it| text.starts_with(it))
        {
            command.env_remove(&name);
        }
    }
    command
        .env(CASE, case)
        .envs(variables.iter().copied())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn run(case: &Case) {
    let child = command(case.name, case.variables)
        .spawn()
        .expect("the program starts");
    let ended = wait(child, case.name);
    let checked = catch_unwind(AssertUnwindSafe(|| (case.check)(&ended)));
    if checked.is_err() {
        let end = ended
            .stdout
            .char_indices()
            .rev()
            .nth(8_000)
            .map_or(0, |(at, _)| at);
        println!("{}: exit code {:?}", case.name, ended.code);
        println!("stdout: {}\nstderr: {}", &ended.stdout[end..], ended.stderr);
        panic!("{}", case.name);
    }
}

fn wait(mut child: Child, name: &str) -> Ended {
    let (tell, told) = mpsc::channel();
    let streams: [Box<dyn Read + Send>; 2] = [
        Box::new(child.stdout.take().expect("piped")),
        Box::new(child.stderr.take().expect("piped")),
    ];
    for (place, mut stream) in streams.into_iter().enumerate() {
        let tell = tell.clone();
        thread::spawn(move || {
            let mut bytes = Vec::new();
            let read = stream.read_to_end(&mut bytes);
            // Nobody listens any more when it is too late.
            let _ = tell.send((place, read.map(|_| bytes)));
        });
    }
    let deadline = Instant::now() + PATIENCE;
    let mut texts = [String::new(), String::new()];
    for _ in 0..2 {
        let left = deadline.saturating_duration_since(Instant::now());
        let Ok((place, bytes)) = told.recv_timeout(left) else {
            let _ = child.kill();
            panic!("`{name}` hangs");
        };
        texts[place] = String::from_utf8_lossy(&bytes.expect("a readable stream")).into_owned();
    }
    let status = child.wait().expect("the program ends");
    let [stdout, stderr] = texts;
    Ended {
        code: status.code(),
        stdout,
        stderr,
    }
}
