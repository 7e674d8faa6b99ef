//! Pieces of programs, compiled in bulk and run under a plain subscriber.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::places::Snippet;
use crate::fixture::{Fixture, TRACING, facade};

/// What a sensitive case holds, and nothing else prints.
const SENTINEL: &str = "s3ntinel-0f-a-secret";

/// What a benign case holds.
const TWIN: &str = "text-0f-a-twin";

const PRELUDE: &str = r"#![allow(warnings, clippy::all)]
use scorer_instrument::{Recordable, info, record, scorer_span};
fn shown(text: &str) -> &str { text }
fn wide() -> bool { true }
";

/// What came of it.
pub(crate) struct Outcome {
    /// The sensitive cases whose secret was printed.
    pub(crate) secrets: Vec<String>,
    /// The benign cases that do not compile.
    pub(crate) refused_twins: Vec<String>,
    /// How many lines show what a benign case holds.
    pub(crate) shown_twins: usize,
}

/// Compiles cases as a package of this name, without those that rustc refuses, and runs them.
pub(crate) fn run(name: &str, sensitive: &[Snippet], benign: &[Snippet]) -> Outcome {
    let fixture = Fixture::new(name);
    let subscriber = "tracing-subscriber = { version = \"0.3.23\", default-features = false, features = [\"std\", \"fmt\"] }";
    fixture
        .package(
            ".",
            name,
            &[TRACING, subscriber, &facade("scorer-instrument")],
        )
        .workspace(".", &[]);
    let cases: Vec<(&Snippet, &str)> = sensitive
        .iter()
        .map(|case| (case, SENTINEL))
        .chain(benign.iter().map(|case| (case, TWIN)))
        .collect();
    let mut dropped: BTreeSet<usize> = BTreeSet::new();
    loop {
        let (text, lines) = program(&cases, &dropped);
        fixture.write("src/main.rs", text);
        let built = fixture.run(".");
        if built.success {
            let secrets = built
                .stdout
                .lines()
                .filter(|line| line.contains(SENTINEL))
                .map(|line| case_of(line).map_or(line.to_owned(), |at| cases[at].0.shown()));
            return Outcome {
                shown_twins: built
                    .stdout
                    .lines()
                    .filter(|line| line.contains(TWIN))
                    .count(),
                secrets: secrets.collect(),
                refused_twins: dropped
                    .range(sensitive.len()..)
                    .map(|at| cases[*at].0.shown())
                    .collect(),
            };
        }
        let before = dropped.len();
        dropped.extend(errors(&built.stderr).filter_map(|line| lines.get(line)?.as_ref()));
        assert!(
            dropped.len() > before,
            "no case is at fault:\n{}",
            &built.stderr[..built.stderr.len().min(4000)]
        );
    }
}

/// The program, and the case that stands on each of its lines, counted from one.
fn program(cases: &[(&Snippet, &str)], dropped: &BTreeSet<usize>) -> (String, Vec<Option<usize>>) {
    let mut text = PRELUDE.to_owned();
    let mut lines: Vec<Option<usize>> = vec![None; text.lines().count() + 1];
    let mut calls = String::new();
    for (at, (case, held)) in cases.iter().enumerate() {
        if dropped.contains(&at) {
            continue;
        }
        let module = case
            .module(&format!("case_{at}"))
            .replacen(
                "use super::*;",
                &format!(
                    "use super::*; const TEXT: &str = \"{held}\"; fn text() -> String {{ TEXT.to_owned() }}"
                ),
                1,
            );
        // Writing to a string can't fail.
        let _ = writeln!(text, "{module}");
        lines.push(Some(at));
        // What an event says of itself tells which case it is of.
        let _ = writeln!(
            calls,
            "    {{ let _case = tracing::info_span!(\"case\", at = {at}).entered(); case_{at}::run(); }}"
        );
    }
    let _ = write!(
        text,
        "fn main() {{\n    tracing_subscriber::fmt().with_span_events(tracing_subscriber::fmt::format::FmtSpan::NEW | \
         tracing_subscriber::fmt::format::FmtSpan::CLOSE).without_time().with_ansi(false).init();\n{calls}}}\n"
    );
    (text, lines)
}

/// The lines of the program that errors point at.
fn errors(stderr: &str) -> impl Iterator<Item = usize> {
    stderr.lines().filter_map(|line| {
        let place = line.trim_start().strip_prefix("--> src/main.rs:")?;
        place.split(':').next()?.parse().ok()
    })
}

/// `case{at=17}` of a line of the log.
fn case_of(line: &str) -> Option<usize> {
    let (_, rest) = line.split_once("case{at=")?;
    rest.split('}').next()?.parse().ok()
}
