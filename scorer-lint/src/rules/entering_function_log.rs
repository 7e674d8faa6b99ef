//! An event that says only that a function began or ended.

mod announces;
mod told;

use crate::analysis::beside;
use crate::analysis::message;
use crate::engine::check::{Check, Entry};
use crate::engine::cx::Cx;
use crate::engine::dropped::KeptBy;
use crate::engine::finding::Seldom;
use crate::rewrite::removal;
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::rules::redundant_db_log;
use crate::source::{Event, EventKind, File};

use told::Told;

/// The rule.
pub static RULE: Rule = Rule {
    name: "entering-function-log",
    group: Group::Noise,
    level: Level::Warn,
    in_tests: false,
    standing: Standing::of(Precision::High),
    reach: Reach::Statement,
    page: include_str!("../../docs/rules/entering-function-log.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &[],
    helpers: &[],
    checks: &[Check::File(check)],
};

fn check(cx: &Cx<'_>) {
    for event in cx.file.events() {
        if !marks_a_function(cx.file, event) || redundant_db_log::is_redundant(&cx.code, event) {
            continue;
        }
        let message = format!(
            "this `{}!` says only that a function begins or ends, as its span does",
            cx.file.word(event.name)
        );
        let finding = cx.at(&RULE, &message::head(event), message).help(
            "remove it: `#[scorer_span]` on the function records both, with its arguments and its duration",
        );
        let lines = removal::bare(cx.file, event);
        let has_span = removal::has_span(cx.file, event);
        let finding = finding.yields_in(cx.file.bytes_of(&event.whole));
        // What the start of the process does is told once, and read when it fails.
        let finding = if event.level == Some("info") || !is_first(cx.file, event) {
            finding.seldom(Seldom::FitOnce)
        } else {
            finding
        };
        cx.report(removal::mended(finding, lines, has_span, KeptBy::Span));
    }
}

/// Whether nothing is done before it in its function.
fn is_first(file: &File, event: &Event) -> bool {
    file.function_at(event.name).is_some_and(|function| {
        beside::of(file, function, event).is_some_and(|beside| beside.begins(file, function))
    })
}

/// Whether an event says only that the function around it begins or ends.
pub(super) fn marks_a_function(file: &File, event: &Event) -> bool {
    if event.kind != EventKind::Event || matches!(event.level, None | Some("error")) {
        return false;
    }
    let Some(function) = file.function_at(event.name) else {
        return false;
    };
    message::message(file, event).is_some_and(|said| {
        let told = Told::new(file, function, event, &said);
        told.is_of_the_function()
            || told.is_edge_of_a_span()
            || announces::announces(file, function, event, &said)
    })
}
