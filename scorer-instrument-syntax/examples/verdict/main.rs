//! Asks the policy for its verdict on names or types, one a line, and scores it on labelled files.

mod cli;
mod score;

use std::io::{self, Write};
use std::process::ExitCode;

use cli::Failure;

/// Types nest, and so does the parser: its own bound must be met before the stack ends.
const STACK: usize = 64 << 20;

fn main() -> ExitCode {
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(run);
    match worker.map(std::thread::JoinHandle::join) {
        Ok(Ok(code)) => code,
        _ => ExitCode::from(2),
    }
}

fn run() -> ExitCode {
    let arguments = std::env::args_os().skip(1);
    match cli::run(arguments, &mut io::stdin().lock(), &mut io::stdout().lock()) {
        Ok(()) | Err(Failure::ReaderGone) => ExitCode::SUCCESS,
        Err(Failure::Message(message)) => {
            // There is nobody to tell when standard error is closed, too.
            let _ = writeln!(io::stderr(), "error: {message}");
            ExitCode::from(2)
        }
    }
}
