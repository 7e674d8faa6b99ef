//! Prints the policy's verdict on names or types, one per line, and scores the policy on labelled files.

mod cli;
mod score;

use std::io::{self, Write};
use std::process::ExitCode;

use cli::Failure;

/// Types are nested, and the parser is recursive. Its own limit has to be reached before the stack is full.
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
            // If standard error is closed too, there is nobody to tell.
            let _ = writeln!(io::stderr(), "error: {message}");
            ExitCode::from(2)
        }
    }
}
