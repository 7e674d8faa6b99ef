//! The door of `cargo demo`: arguments in, exit status out.

use std::io;
use std::process::ExitCode;

use scorer_demo::cli;
use scorer_instrument::telemetry;

fn main() -> ExitCode {
    // An argument that is no Unicode is no sample's name either; it is shown as well as it can be.
    let arguments = std::env::args_os()
        .skip(1)
        .map(|argument| argument.to_string_lossy().into_owned());
    match cli::main(arguments, &mut io::stdout()) {
        Err(error) if !error.reader_left() => {
            telemetry::print_error(&error);
            ExitCode::from(error.status())
        }
        _ => ExitCode::SUCCESS,
    }
}
