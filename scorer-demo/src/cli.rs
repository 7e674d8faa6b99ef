//! The command line: which samples to send, how much load, which port; or the samples written anew.

mod parse;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;

use crate::generate;
use crate::lambda;
use crate::load::{self, LoadError};
use crate::run::{RunError, run};
use crate::samples;
use crate::serve::cost::{self, CostError};
use crate::serve::{self, ServeError};

use parse::Command;
pub use parse::UsageError;

const HELP: &str = "\
Sends sample requests to a small scoring service and prints the tree of each, and a table of percentiles at the end.

Usage: cargo demo [SAMPLE]...
       cargo demo load [--requests NUMBER]
       cargo demo serve [--port PORT] [--json]
       cargo demo serve --rate NUMBER [--for DURATION]
       cargo demo generate [DIRECTORY]

Without arguments every sample is sent, in process: no server, no port, no configuration.

`load` sends hundreds of requests of all kinds over a socket: bad keys, forged and expired credentials, clashes, a query
in a loop, a slow statement, a pool that is too small, a cold start, a client that goes away, a panic. It prints the
trees of some, the percentiles, and what they tell. Everything is kept in memory, so no
variable of telemetry has an effect, except `NO_COLOR`.
  --requests NUMBER  How many, from 20 on [default: 400]

`serve` stays up until Ctrl-C or SIGTERM, exports what was recorded, and prints requests to try with curl.
  --port PORT        Where it listens, on 127.0.0.1; 0 is any free port [default: 3000]
  --json             One line of JSON when it listens and one when it has ended (also at the end of stdin)
  --rate NUMBER      Sends so many requests a second, without telemetry, with 1 % and with all of them, each to a process of
                     its own, and prints the CPU time that a request takes
  --for DURATION     How long for each of the three, such as 30s or 2m [default: 30s]

`generate` writes the samples anew, byte for byte the same, into DIRECTORY or into the
crate's own `samples`; the demo must be built again to send what was written.

Where `AWS_LAMBDA_FUNCTION_NAME` is set, the service is that Lambda function and answers its invocations.

The database is SQLite in a temporary file, or what `DATABASE_URL` names: `postgres://..`, where all tables are in a
schema of their own called `scorer_demo`, or `sqlite://FILE`.

`RUST_LOG=info` shows the log's lines, `OTEL_TRACES_EXPORTER=otlp` sends what was recorded to a collector in place of
printing it; docs/settings.md lists every variable.

Exit status: 0, or 1 for what failed, or 2 for a command line that is not valid.

Options:
  -h, --help  Print this text

Samples:
";

/// Why the command came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// The command line means nothing.
    #[error(transparent)]
    Usage(#[from] UsageError),
    /// There is no directory to write into.
    #[error("no directory was given, and without cargo the crate's own is not known")]
    NoDirectory,
    /// The samples could not be written.
    #[error("the samples could not be written to `{}`", .directory.display())]
    Generate {
        /// Where they should have gone.
        directory: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The samples could not be sent.
    #[error(transparent)]
    Run(#[from] RunError),
    /// The load could not be sent, or nothing said of it.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The service could not be had.
    #[error(transparent)]
    Serve(#[from] ServeError),
    /// What telemetry costs could not be measured.
    #[error(transparent)]
    Cost(#[from] CostError),
    /// The output could not be written.
    #[error("the output could not be written")]
    Output(#[from] io::Error),
}

impl CliError {
    /// Whether the reader of the output left, as `head` does: nobody is there to be told.
    pub fn reader_left(&self) -> bool {
        match self {
            Self::Output(error)
            | Self::Run(RunError::Output(error))
            | Self::Load(LoadError::Output(error))
            | Self::Serve(ServeError::Output(error))
            | Self::Cost(CostError::Output(error)) => error.kind() == io::ErrorKind::BrokenPipe,
            _ => false,
        }
    }

    /// The exit status: 2 for a command line that means nothing, 1 for what failed.
    pub fn status(&self) -> u8 {
        match self {
            Self::Usage(_) | Self::NoDirectory => 2,
            _ => 1,
        }
    }
}

/// Does what the arguments say; on Lambda there are none, and it is the function.
///
/// # Errors
///
/// When they mean nothing, or when what they ask for failed.
pub fn main(
    arguments: impl IntoIterator<Item = OsString>,
    output: &mut impl Write,
) -> Result<(), CliError> {
    match parse::command(arguments)? {
        Command::Help => help(output)?,
        // There it is called without arguments.
        Command::Samples(_) if lambda::is_function() => lambda::run()?,
        Command::Samples(samples) => run(&samples, output)?,
        Command::Load(count) => load::run(count, output)?,
        Command::Serve(port, form) => serve::run(port, form, output)?,
        Command::Cost(rate) => cost::run(rate, output)?,
        Command::Generate(directory) => {
            let directory = directory
                .or_else(own_samples)
                .ok_or(CliError::NoDirectory)?;
            match generate::write(&directory) {
                Ok(()) => writeln!(output, "wrote the samples to {}", directory.display())?,
                Err(source) => return Err(CliError::Generate { directory, source }),
            }
        }
    }
    // What a buffer holds back must not be lost in silence.
    output.flush()?;
    Ok(())
}

fn help(output: &mut impl Write) -> io::Result<()> {
    output.write_all(HELP.as_bytes())?;
    for sample in samples::ALL {
        let title = sample.text.lines().next().unwrap_or_default();
        writeln!(
            output,
            "  {:<10}  {}",
            sample.name,
            title.trim_start_matches("# ")
        )?;
    }
    Ok(())
}

/// Where the crate has its samples: Cargo tells the program that it runs.
fn own_samples() -> Option<PathBuf> {
    std::env::var_os("CARGO_MANIFEST_DIR").map(|it| PathBuf::from(it).join("samples"))
}
