//! The door of `cargo viewer`: arguments in, exit status out.

use std::io::{self, Write as _};
use std::process::ExitCode;

use scorer_viewer::cli::{self, Command, Options};
use scorer_viewer::server::{Error, Server, farewell};

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = std::env::args_os().skip(1);
    let arguments = arguments.map(|it| it.to_string_lossy().into_owned());
    match cli::read(arguments) {
        Ok(Command::Help) => {
            say(cli::HELP);
            ExitCode::SUCCESS
        }
        Ok(Command::Serve(options)) => match serve(&options).await {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => failed(&error, 1),
        },
        Err(fault) => failed(&fault, 2),
    }
}

async fn serve(options: &Options) -> Result<(), Error> {
    let server = Server::bind(options).await?;
    say(&format!("{}\n", server.greeting()?));
    let counts = server.serve().await?;
    say(&format!("{}\n", farewell(counts)));
    Ok(())
}

/// Says it on stdout; where nobody reads that, the viewer goes on.
fn say(text: &str) {
    let mut output = io::stdout().lock();
    let _ = output.write_all(text.as_bytes());
    let _ = output.flush();
}

fn failed(error: &dyn std::error::Error, status: u8) -> ExitCode {
    for line in error.to_string().lines() {
        let _ = writeln!(io::stderr(), "error: {line}");
    }
    ExitCode::from(status)
}
