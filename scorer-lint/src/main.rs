//! The command `cargo scorer-lint`: hands the process's own streams to the library.

use std::io::{self, BufWriter, IsTerminal};
use std::process::ExitCode;

use scorer_lint::cli::{self, Env, FAILED};

/// Types nest, and so does the parser: its own bound must be met before the stack ends.
const STACK: usize = 64 << 20;

fn main() -> ExitCode {
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(run);
    match worker.map(std::thread::JoinHandle::join) {
        Ok(Ok(code)) => ExitCode::from(code),
        _ => ExitCode::from(FAILED),
    }
}

fn run() -> u8 {
    let stdout = io::stdout().lock();
    let env = Env {
        var: &|name| std::env::var(name).ok(),
        is_terminal: stdout.is_terminal(),
    };
    cli::run(
        std::env::args_os(),
        &mut io::stdin().lock(),
        &mut BufWriter::new(stdout),
        &mut io::stderr(),
        &env,
    )
}
