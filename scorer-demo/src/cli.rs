//! The command line: which samples to send, or to write them anew.

use std::io::{self, Write};
use std::path::PathBuf;

use crate::generate;
use crate::lambda;
use crate::run::{RunError, run};
use crate::samples::{self, Sample};

const HELP: &str = "\
Sends sample requests to a small scoring service and prints the tree of each, and a table of percentiles at the end.

Usage: cargo demo [SAMPLE]...
       cargo demo generate [DIRECTORY]

Without arguments every sample is sent, in process: no server, no port, no configuration.
`generate` writes the samples anew, byte for byte the same, into DIRECTORY or into the
crate's own `samples`; the demo must be built again to send what was written.

Where `AWS_LAMBDA_FUNCTION_NAME` is set, the service is that Lambda function and answers its invocations.

`RUST_LOG=info` shows the log's lines, `OTEL_TRACES_EXPORTER=otlp` sends what was recorded to a collector in place of
printing it; docs/settings.md lists every variable.

Options:
  -h, --help  Print this text

Samples:
";

/// Why the command came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// An argument that means nothing.
    #[error("`{0}` is neither a sample nor an option; `cargo demo --help` lists both")]
    Unknown(String),
    /// More arguments than the command takes.
    #[error("`generate` takes at most one directory")]
    TooMany,
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
    /// The output could not be written.
    #[error("the output could not be written")]
    Output(#[from] io::Error),
}

impl CliError {
    /// Whether the reader of the output left, as `head` does: nobody is there to be told.
    pub fn reader_left(&self) -> bool {
        match self {
            Self::Output(error) | Self::Run(RunError::Output(error)) => {
                error.kind() == io::ErrorKind::BrokenPipe
            }
            _ => false,
        }
    }

    /// The exit status: 2 for a command line that means nothing, 1 for what failed.
    pub fn status(&self) -> u8 {
        match self {
            Self::Unknown(_) | Self::TooMany | Self::NoDirectory => 2,
            Self::Generate { .. } | Self::Run(_) | Self::Output(_) => 1,
        }
    }
}

/// Does what the arguments say; on Lambda there are none, and it is the function.
///
/// # Errors
///
/// When they mean nothing, or when what they ask for failed.
pub fn main(
    arguments: impl IntoIterator<Item = String>,
    output: &mut impl Write,
) -> Result<(), CliError> {
    let arguments: Vec<String> = arguments.into_iter().collect();
    if arguments.iter().any(|it| it == "-h" || it == "--help") {
        help(output)?;
    } else if arguments.first().is_some_and(|it| it == "generate") {
        let directory = directory(&arguments[1..])?;
        match generate::write(&directory) {
            Ok(()) => writeln!(output, "wrote the samples to {}", directory.display())?,
            Err(source) => return Err(CliError::Generate { directory, source }),
        }
    } else if lambda::is_function() {
        lambda::run()?;
    } else {
        run(&chosen(&arguments)?, output)?;
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

fn directory(arguments: &[String]) -> Result<PathBuf, CliError> {
    match arguments {
        // Cargo tells the program that it runs where its crate is.
        [] => std::env::var_os("CARGO_MANIFEST_DIR")
            .map(|it| PathBuf::from(it).join("samples"))
            .ok_or(CliError::NoDirectory),
        [option] if option.starts_with('-') => Err(CliError::Unknown(option.clone())),
        [directory] => Ok(PathBuf::from(directory)),
        _ => Err(CliError::TooMany),
    }
}

fn chosen(names: &[String]) -> Result<Vec<Sample>, CliError> {
    if names.is_empty() {
        return Ok(samples::ALL.to_vec());
    }
    let find = |name: &String| samples::ALL.into_iter().find(|sample| sample.name == name);
    names
        .iter()
        .map(|name| find(name).ok_or_else(|| CliError::Unknown(name.clone())))
        .collect()
}
