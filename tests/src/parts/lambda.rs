//! `cargo lambda watch`, which stands for Lambda on a developer's machine.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use super::{NotUp, Part, ask, get, on_free_ports};
use crate::receiver::skipped;

/// Lambda's control plane, as `cargo lambda watch` plays it. The function is started by the test.
#[derive(Debug)]
pub struct Emulator {
    part: Part,
    program: PathBuf,
    port: u16,
}

impl Emulator {
    /// It, or a line that says why there is none.
    pub fn start() -> Option<Self> {
        let program = program()?;
        Some(on_free_ports(|[port]| {
            let mut command = Command::new(&program);
            command
                .args(["lambda", "watch", "--only-lambda-apis"])
                .args(["--invoke-address", "127.0.0.1"])
                .args(["--invoke-port", &port.to_string()])
                .current_dir(env!("CARGO_MANIFEST_DIR"));
            Ok::<_, NotUp>(Self {
                part: Part::start(command, |_| get(port, "/").is_some())?,
                program: program.clone(),
                port,
            })
        }))
    }

    /// What a function of that name has in its environment on Lambda.
    pub fn environment(&self, function: &str, program: &mut Command) {
        program
            .env(
                "AWS_LAMBDA_RUNTIME_API",
                format!("127.0.0.1:{}/.rt/{function}", self.port),
            )
            .env("AWS_LAMBDA_FUNCTION_NAME", function)
            .env("AWS_LAMBDA_FUNCTION_VERSION", "1")
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "4096")
            .env("AWS_REGION", "us-east-1");
    }

    /// What `cargo lambda invoke` prints for an event, and whether it succeeded.
    ///
    /// # Panics
    ///
    /// When it cannot be started.
    pub fn invoke(&self, function: &str, event: &str) -> (bool, String) {
        let ran = Command::new(&self.program)
            .args(["lambda", "invoke", function])
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
    pub fn url(&self, function: &str, line: &str, headers: &str, body: &str) -> (u16, String) {
        let (method, path) = line.split_once(' ').expect("method and path");
        let line = format!("{method} /lambda-url/{function}{path}");
        ask(self.port, &line, headers, body).expect("an answer")
    }

    /// What it has said on stderr.
    pub fn said(&self) -> String {
        self.part.said()
    }
}

/// The program of PyPI's package, where `.ci/run` puts it, or a line that says that it is not there.
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
