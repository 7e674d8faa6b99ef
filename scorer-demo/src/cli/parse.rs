//! From arguments to a command.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use lexopt::{Arg, Parser, ValueExt as _};

use crate::load;
use crate::samples::{self, Sample};
use crate::serve::cost::Rate;
use crate::serve::{Output, PORT};

/// What is to be done.
pub(super) enum Command {
    Help,
    Samples(Vec<Sample>),
    Load(usize),
    Serve(u16, Output),
    Cost(Rate),
    /// Into this directory, or into the crate's own.
    Generate(Option<PathBuf>),
}

/// A command line that means nothing.
#[derive(Debug, thiserror::Error)]
pub enum UsageError {
    /// An argument that means nothing, at least not there.
    #[error("`{0}` is neither a sample nor an option here; `cargo demo --help` lists both")]
    Unknown(String),
    /// An option without its value, or a value of an option that takes none.
    #[error("{0}; see `cargo demo --help`")]
    Option(#[from] lexopt::Error),
    /// A value that the option cannot mean.
    #[error("`--{option}` takes {accepted}, and not `{value}`")]
    Value {
        /// The option.
        option: &'static str,
        /// Its value.
        value: String,
        /// What it accepts.
        accepted: &'static str,
    },
    /// Options that exclude each other.
    #[error(
        "`--rate` measures services on ports of its own choice, and takes neither `--port` nor `--json`"
    )]
    Excluded,
    /// An option that has nothing to say.
    #[error(
        "`--for` says how long `--rate` sends; without `--rate` the service stays up until Ctrl-C"
    )]
    ForWithoutRate,
}

/// Reads a command line.
pub(super) fn command(
    arguments: impl IntoIterator<Item = OsString>,
) -> Result<Command, UsageError> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    if arguments.iter().any(|it| it == "-h" || it == "--help") {
        return Ok(Command::Help);
    }
    let first = arguments.first().and_then(|it| it.to_str());
    let rest = || Parser::from_args(arguments.iter().skip(1).cloned());
    match first {
        Some("load") => load(rest()),
        Some("serve") => serve(rest()),
        Some("generate") => generate(rest()),
        _ => chosen(Parser::from_args(arguments)),
    }
}

fn chosen(mut parser: Parser) -> Result<Command, UsageError> {
    let mut chosen = Vec::new();
    while let Some(argument) = parser.next()? {
        let Arg::Value(name) = &argument else {
            return Err(unknown(&argument));
        };
        let mut all = samples::ALL.into_iter();
        let sample = all.find(|sample| *name == *sample.name);
        chosen.push(sample.ok_or_else(|| unknown(&argument))?);
    }
    if chosen.is_empty() {
        chosen = samples::ALL.to_vec();
    }
    Ok(Command::Samples(chosen))
}

fn load(mut parser: Parser) -> Result<Command, UsageError> {
    let mut count = load::USUAL;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("requests") => {
                let value = text(&mut parser)?;
                let accepted = "a number from 20 to 100000";
                let read = |it: &str| it.parse().ok();
                count = read(&value)
                    .filter(|it| (load::FEWEST..=100_000).contains(it))
                    .ok_or_else(|| refused("requests", value, accepted))?;
            }
            other => return Err(unknown(&other)),
        }
    }
    Ok(Command::Load(count))
}

fn serve(mut parser: Parser) -> Result<Command, UsageError> {
    let (mut port, mut rate, mut lasts) = (None, None, None);
    let mut form = Output::Words;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("port") => {
                let value = text(&mut parser)?;
                let read: Option<u16> = value.parse().ok();
                port = Some(read.ok_or_else(|| refused("port", value, "a number up to 65535"))?);
            }
            Arg::Long("json") => form = Output::Json,
            Arg::Long("rate") => {
                let value = text(&mut parser)?;
                let read = value.parse().ok().filter(|it| (1..=100_000).contains(it));
                let accepted = "a number of requests a second, from 1 to 100000";
                rate = Some(read.ok_or_else(|| refused("rate", value, accepted))?);
            }
            Arg::Long("for") => {
                let value = text(&mut parser)?;
                let accepted = "a duration such as `30s`, `2m` or `500ms`";
                let read = duration(&value);
                lasts = Some(read.ok_or_else(|| refused("for", value, accepted))?);
            }
            other => return Err(unknown(&other)),
        }
    }
    match (rate, lasts) {
        (Some(_), _) if port.is_some() || form == Output::Json => Err(UsageError::Excluded),
        (Some(per_second), lasts) => Ok(Command::Cost(Rate {
            per_second,
            lasts: lasts.unwrap_or(Duration::from_secs(30)),
        })),
        (None, Some(_)) => Err(UsageError::ForWithoutRate),
        (None, None) => Ok(Command::Serve(port.unwrap_or(PORT), form)),
    }
}

fn generate(mut parser: Parser) -> Result<Command, UsageError> {
    let mut directory = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Value(value) if directory.is_none() => directory = Some(value.into()),
            other => return Err(unknown(&other)),
        }
    }
    Ok(Command::Generate(directory))
}

fn text(parser: &mut Parser) -> Result<String, lexopt::Error> {
    parser.value()?.string()
}

/// A whole number with its unit; nothing is no duration.
fn duration(text: &str) -> Option<Duration> {
    let digits = text.find(|it: char| !it.is_ascii_digit())?;
    let number: u32 = text[..digits].parse().ok()?;
    let unit = match &text[digits..] {
        "ms" => Duration::from_millis(1),
        "s" => Duration::from_secs(1),
        "m" => Duration::from_mins(1),
        _ => return None,
    };
    Some(unit * number).filter(|it| !it.is_zero())
}

fn refused(option: &'static str, value: String, accepted: &'static str) -> UsageError {
    UsageError::Value {
        option,
        value,
        accepted,
    }
}

fn unknown(argument: &Arg<'_>) -> UsageError {
    UsageError::Unknown(match argument {
        Arg::Short(letter) => format!("-{letter}"),
        Arg::Long(name) => format!("--{name}"),
        // One that is no Unicode is no sample's name either; it is shown as well as it can be.
        Arg::Value(value) => value.to_string_lossy().into_owned(),
    })
}
