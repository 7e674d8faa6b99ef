//! The door of `cargo demo`: arguments in, exit status out.

use std::error::Error;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::process::ExitCode;

use scorer_demo::cli;

fn main() -> ExitCode {
    // An argument that is no Unicode is no sample's name either; it is shown as well as it can be.
    let arguments = std::env::args_os()
        .skip(1)
        .map(|argument| argument.to_string_lossy().into_owned());
    match cli::main(arguments, &mut io::stdout()) {
        Err(error) if !error.reader_left() => {
            // When standard error is gone too, the exit status alone has to do.
            let _ = writeln!(io::stderr(), "error: {}", with_causes(&error));
            ExitCode::from(error.status())
        }
        _ => ExitCode::SUCCESS,
    }
}

/// An error and what caused it, on one line.
fn with_causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        // Writing to a String cannot fail.
        let _ = write!(text, ": {error}");
        cause = error.source();
    }
    text
}
