//! The command line: what is asked for, who does it, and the exit code.

mod allows;
mod catalogue;
mod check;
mod failure;
mod fixes;
mod linting;
mod options;
mod review;

use std::ffi::OsString;
use std::io::{BufRead, Write};

use clap::Parser;
use scorer_instrument_policy::{Policy, config};
use scorer_instrument_syntax::answer::Subject;

use crate::engine::check::Upkeep;
use crate::init;
use crate::output::{self, Format, Report, Style};
use crate::package::problem::Problem;
use crate::package::settings::Settings;
use crate::package::unit::Unit;
use crate::rule::Level;
use crate::rules::ALL;

use failure::{Failure, tell};
use linting::{adjust, lint};
use options::{Color, Options, Word};

pub use failure::{CLEAN, FAILED, FOUND};

/// What the command asks of the process around it.
pub struct Env<'a> {
    /// An environment variable.
    pub var: &'a dyn Fn(&str) -> Option<String>,
    /// Whether standard output is a terminal.
    pub is_terminal: bool,
}

/// Runs the command; the exit code. The first argument is the program's own name, and the second may be the word that
/// cargo puts before what the user wrote.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    stdin: &mut dyn BufRead,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
    env: &Env<'_>,
) -> u8 {
    let mut arguments: Vec<OsString> = arguments.into_iter().collect();
    if arguments.get(1).is_some_and(|word| word == "scorer-lint") {
        arguments.remove(1);
    }
    let options = match Options::try_parse_from(arguments) {
        Ok(options) => options,
        Err(error) => return explain_usage(&error, stdout, stderr, env),
    };
    let style = style(options.color, env);
    let mut code = CLEAN;
    let outcome = obey(
        &options,
        style,
        env.is_terminal,
        stdin,
        stdout,
        stderr,
        &mut code,
    )
    .and_then(|()| stdout.flush().map_err(Failure::from));
    match outcome {
        Ok(()) | Err(Failure::ReaderGone) => code,
        Err(Failure::Message(message)) => {
            tell(stderr, &message);
            FAILED
        }
    }
}

/// Help goes to standard output, and what is wrong with the arguments to standard error.
fn explain_usage(
    error: &clap::Error,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
    env: &Env<'_>,
) -> u8 {
    let text = error.render();
    // There is nobody to tell when the streams are closed.
    if error.use_stderr() {
        let _ = write!(stderr, "{text}");
        return FAILED;
    }
    let style = style(Color::Auto, env);
    let _ = if style.color {
        write!(stdout, "{}", text.ansi())
    } else {
        write!(stdout, "{text}")
    };
    let _ = stdout.flush();
    CLEAN
}

/// Does what is asked; `code` is set before anything is written, so that it stands whoever reads.
fn obey(
    options: &Options,
    style: Style,
    asks: bool,
    stdin: &mut dyn BufRead,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
    code: &mut u8,
) -> Result<(), Failure> {
    match &options.word {
        Some(Word::Names) => return verdicts(Subject::Name, stdin, stdout),
        Some(Word::Types) => return verdicts(Subject::Type, stdin, stdout),
        Some(Word::Check(options)) => {
            *code = check::run(&ALL, options, stdout, stderr)?;
            return Ok(());
        }
        Some(Word::Init(options)) => {
            *code = init::run(ALL.rules(), options, asks, stdin, stdout)?;
            return Ok(());
        }
        Some(Word::Allows(options)) => {
            let problems = allows::list(&ALL, options, stdout)?;
            for problem in &problems {
                tell(stderr, &problem.to_string());
            }
            *code = if problems.is_empty() { CLEAN } else { FAILED };
            return Ok(());
        }
        None => {}
    }
    // What is wrong with a rule's name is said before anything is read.
    let mut defaults = Settings::default();
    adjust(ALL.rules(), &mut defaults, options)?;
    if let Some(rule) = &options.explain {
        return Ok(write!(stdout, "{}", catalogue::page(ALL.rules(), rule)?)?);
    }
    if options.list {
        return Ok(write!(
            stdout,
            "{}",
            catalogue::list(ALL.rules(), &defaults)
        )?);
    }
    let given = options.review.given(stdin);
    let given = given.map_err(|problem| problem.to_string())?;
    let (units, mut problems, mut outcome) = if options.mending.fix {
        fixes::fix(&ALL, options, style, stdout, stderr)?
    } else {
        lint(&ALL, options, given)?
    };
    problems.retain(|problem| options.review.concerns(problem));
    let request = options.review.request();
    let selection = crate::review::select(&ALL, &request, &units, &problems, &mut outcome);
    for problem in &problems {
        tell(stderr, &problem.to_string());
    }
    let selection = selection.map_err(|problem| problem.to_string())?;
    for line in &selection.told {
        // There is nobody to tell when standard error is closed.
        let _ = writeln!(stderr, "{line}");
    }
    let denied = outcome
        .findings
        .iter()
        .any(|finding| finding.level == Level::Deny)
        || selection.refused_to_grow;
    *code = match (problems.is_empty(), denied) {
        (false, _) => FAILED,
        (true, true) => FOUND,
        (true, false) => CLEAN,
    };
    // A report for programs says why, too.
    let says_nothing = nothing_to_lint(&units, &problems) && options.format != Format::Sarif;
    if options.mending.dry_run || says_nothing {
        return Ok(());
    }
    let mut suppressed = outcome.exempted;
    suppressed.extend(selection.held);
    let report = Report {
        rules: ALL.rules(),
        outdated: ALL.upkeep(Upkeep::Stale),
        findings: &outcome.findings,
        units: &units,
        files: outcome.files,
        suppressed: &suppressed,
        elsewhere: selection.elsewhere,
        problems: &problems,
    };
    Ok(output::write(&report, options.format, style, stdout)?)
}

/// A summary of nothing beside the reason why would be noise.
fn nothing_to_lint(units: &[Unit], problems: &[Problem]) -> bool {
    units.is_empty() && !problems.is_empty()
}

fn style(color: Color, env: &Env<'_>) -> Style {
    let set = |name: &str| (env.var)(name).filter(|value| !value.is_empty());
    let on_terminal = env.is_terminal && (env.var)("TERM").is_none_or(|term| term != "dumb");
    let color = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if set("NO_COLOR").is_some() => false,
        Color::Auto if set("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
        Color::Auto => on_terminal,
    };
    Style {
        color,
        links: color && on_terminal,
    }
}

/// Answers line by line, so that a program on the other side of a pipe can ask and wait.
fn verdicts(
    subject: Subject,
    stdin: &mut dyn BufRead,
    stdout: &mut dyn Write,
) -> Result<(), Failure> {
    let policy = policy()?;
    let mut line = Vec::new();
    let mut number = 0_usize;
    loop {
        line.clear();
        let read = stdin.read_until(b'\n', &mut line);
        if read.map_err(|error| format!("standard input: {error}"))? == 0 {
            return Ok(());
        }
        number += 1;
        let answer = subject.line(&policy, &line);
        let answer = answer.map_err(|_| format!("standard input:{number}: is not UTF-8"))?;
        if let Some(answer) = answer {
            writeln!(stdout, "{answer}")?;
            stdout.flush()?;
        }
    }
}

/// The policy of the package that the command is called in.
fn policy() -> Result<Policy, String> {
    let here = std::env::current_dir().map_err(|error| format!("the current folder: {error}"))?;
    let package = here
        .ancestors()
        .find(|folder| folder.join("Cargo.toml").is_file());
    let loaded = config::load(package.unwrap_or(&here)).map_err(|errors| {
        let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
        errors.join("\nerror: ")
    })?;
    Ok(Policy::clone(&loaded.policy))
}
