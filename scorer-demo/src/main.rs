//! The door of `cargo demo`: arguments in, exit status out.

use std::io;
use std::process::ExitCode;

use scorer_demo::cli;
use scorer_instrument::telemetry;

fn main() -> ExitCode {
    match cli::main(std::env::args_os().skip(1), &mut io::stdout()) {
        Err(error) if !error.reader_left() => {
            telemetry::print_error(&error);
            ExitCode::from(error.status())
        }
        _ => ExitCode::SUCCESS,
    }
}
