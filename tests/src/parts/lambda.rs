//! `cargo lambda watch`, which stands for Lambda on a developer's machine.

use std::env;
use std::fs;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::{NotUp, Part, ask, on_free_ports};
use crate::receiver::skipped;

/// Lambda's control plane, as `cargo lambda watch` plays it for one function, which the test starts.
#[derive(Debug)]
pub struct Emulator {
    _part: Part,
    _directory: TempDir,
    program: PathBuf,
    function: &'static str,
    port: u16,
}

impl Emulator {
    /// It, or a line that says why there is none.
    ///
    /// # Panics
    ///
    /// When it does not start although it is there.
    pub fn start(function: &'static str) -> Option<Self> {
        let program = program()?;
        let directory = tempfile::tempdir().expect("a directory");
        project(directory.path(), function);
        let (running, port) = on_free_ports(|[port]| {
            let mut command = Command::new(&program);
            command
                .args(["lambda", "watch", "--only-lambda-apis"])
                .args(["--invoke-address", "127.0.0.1"])
                .args(["--invoke-port", &port.to_string()])
                .current_dir(directory.path());
            // Any request of HTTP would wait for the function.
            let part = Part::start(command, |_| TcpStream::connect(("127.0.0.1", port)).is_ok())?;
            Ok::<_, NotUp>((part, port))
        });
        Some(Self {
            _part: running,
            _directory: directory,
            program,
            function,
            port,
        })
    }

    /// What the function has in its environment, as on Lambda.
    pub fn environment(&self, program: &mut Command) {
        let api = format!("http://127.0.0.1:{}/.rt/{}", self.port, self.function);
        program
            .env("AWS_LAMBDA_RUNTIME_API", api)
            .env("AWS_LAMBDA_FUNCTION_NAME", self.function)
            .env("AWS_LAMBDA_FUNCTION_VERSION", "1")
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "4096")
            .env("AWS_REGION", "us-east-1");
    }

    /// What `cargo lambda invoke` prints for an event, and whether it succeeded.
    ///
    /// # Panics
    ///
    /// When it cannot be started.
    pub fn invoke(&self, event: &str) -> (bool, String) {
        let ran = Command::new(&self.program)
            .args(["lambda", "invoke", self.function])
            .args(["--invoke-address", "127.0.0.1"])
            .args(["--invoke-port", &self.port.to_string()])
            .args(["--data-ascii", event])
            .output()
            .expect("cargo-lambda");
        let printed = [ran.stdout, ran.stderr].concat();
        let printed = String::from_utf8_lossy(&printed).into_owned();
        (ran.status.success(), printed)
    }

    /// Status and body of a request to the function's URL.
    ///
    /// # Panics
    ///
    /// When there is no answer.
    pub fn url(&self, line: &str, headers: &str, body: &str) -> (u16, String) {
        let (method, path) = line.split_once(' ').expect("method and path");
        let line = format!("{method} /lambda-url/{}{path}", self.function);
        ask(self.port, &line, headers, body).expect("an answer")
    }
}

/// It knows the functions that are programs of the project where it stands. None of this is ever built.
fn project(directory: &Path, function: &str) {
    let manifest =
        format!("[package]\nname = \"{function}\"\nversion = \"0.0.0\"\n\n[workspace]\n");
    let written = fs::create_dir(directory.join("src"))
        .and_then(|()| fs::write(directory.join("Cargo.toml"), manifest))
        .and_then(|()| fs::write(directory.join("src/main.rs"), "fn main() {}\n"));
    written.expect("a project");
}

/// The program of Python's package `cargo-lambda`, where `.ci/run` puts it, or a line that says that it is not there.
fn program() -> Option<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let python = env::var_os("TELEMETRY_TEST_PYTHON")
        .map_or_else(|| root.join("../target/python/bin/python"), PathBuf::from);
    let program = python.with_file_name("cargo-lambda");
    if !program.is_file() {
        skipped(&format!("no `cargo-lambda` at {}", program.display()));
        return None;
    }
    Some(program)
}
