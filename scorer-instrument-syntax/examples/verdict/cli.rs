//! The command line: arguments, standard input, verdicts on standard output.

use std::ffi::OsString;
use std::io::{self, BufRead, Write};
use std::path::PathBuf;

use super::score;
use scorer_instrument_policy::{Policy, config};
use scorer_instrument_syntax::answer::Subject;

const HELP: &str = "\
The policy's verdict on names or types: one a line on standard input, and on standard output
name<TAB>fit|refused<TAB>class<TAB>reason

usage: verdict [--types] [--policy FILE]
       verdict --score FILE.tsv [--policy FILE]

  --types        the lines are types, as written in a signature: Option<&PgPool>
  --score FILE   precision, recall and F1, per class and overall, and every miss, on a file of labelled names
                 (columns name, label, class, origin) or of labelled types (type_path, class)
  --policy FILE  judge with a team's scorer-instrument.toml
  --help         this text

exit status: 0, or 2 when the arguments or the input can't be used";

/// Why the program ends early.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The reader of the output has closed it: `verdict | head`.
    ReaderGone,
    /// A message to print.
    Message(String),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::ReaderGone,
            _ => Self::Message(error.to_string()),
        }
    }
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Self::Message(message)
    }
}

/// What the arguments ask for.
#[derive(Default)]
struct Options {
    help: bool,
    types: bool,
    score: Option<PathBuf>,
    policy: Option<PathBuf>,
}

/// Does what the arguments ask for.
pub(crate) fn run(
    arguments: impl Iterator<Item = OsString>,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let options = options(arguments)?;
    if options.help {
        writeln!(out, "{HELP}")?;
        return Ok(());
    }
    let policy = policy(&options)?;
    if let Some(file) = &options.score {
        let read = std::fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
        let report = score::report(&policy, &read)
            .map_err(|(line, message)| format!("{}:{line}: {message}", file.display()))?;
        write!(out, "{report}")?;
        return Ok(());
    }
    let subject = if options.types {
        Subject::Type
    } else {
        Subject::Name
    };
    answer(&policy, subject, input, out)?;
    Ok(out.flush()?)
}

fn options(arguments: impl Iterator<Item = OsString>) -> Result<Options, Failure> {
    let mut options = Options::default();
    let mut arguments = arguments;
    while let Some(argument) = arguments.next() {
        let mut file = |option: &str| -> Result<Option<PathBuf>, Failure> {
            match arguments.next() {
                Some(file) => Ok(Some(PathBuf::from(file))),
                None => Err(format!("{option} needs a file").into()),
            }
        };
        match argument.to_str() {
            Some("--help" | "-h") => options.help = true,
            Some("--types") => options.types = true,
            Some("--score") => options.score = file("--score")?,
            Some("--policy") => options.policy = file("--policy")?,
            _ => {
                let shown = argument.to_string_lossy();
                return Err(
                    format!("unknown argument `{shown}`; --help lists what is known").into(),
                );
            }
        }
    }
    Ok(options)
}

fn policy(options: &Options) -> Result<Policy, Failure> {
    let Some(file) = &options.policy else {
        return Ok(Policy::default());
    };
    let text = std::fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
    config::parse(&text, file)
        .map(Policy::new)
        .map_err(|errors| {
            let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
            errors.join("\nerror: ").into()
        })
}

/// Answers line by line, so that a program at the other end of a pipe can send a line and wait.
fn answer(
    policy: &Policy,
    subject: Subject,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let mut line = Vec::new();
    let mut number = 0_usize;
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        number += 1;
        let answer = subject.line(policy, &line);
        let answer = answer.map_err(|_| format!("standard input:{number}: not UTF-8"))?;
        if let Some(answer) = answer {
            writeln!(out, "{answer}")?;
        }
    }
}
