//! An event that says only that a function began or ended.

mod calls;
mod given;
mod span;
mod told;

use std::collections::HashSet;

use crate::analysis::beside;
use crate::analysis::message;
use crate::engine::check::{Check, Entry};
use crate::engine::cx::{Cx, UnitCx};
use crate::engine::dropped::KeptBy;
use crate::engine::facts::Fact;
use crate::engine::finding::{Finding, Seldom};
use crate::rewrite::removal;
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::rules::redundant_db_log;
use crate::source::{Event, EventKind, File};

use told::Told;

pub(super) use told::is_field;

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
    checks: &[Check::File(check), Check::Unit(judge)],
};

/// The functions of a file that have a span, and its events that are findings if what they tell of has one.
#[derive(Default)]
struct Spans {
    names: HashSet<Box<str>>,
    asked: Vec<(Finding, Box<str>)>,
}

impl Fact for Spans {
    fn merge(&mut self, other: Self) {
        self.names.extend(other.names);
        self.asked.extend(other.asked);
    }
}

fn judge(cx: &UnitCx<'_>) {
    let Some(spans) = cx.facts::<Spans>() else {
        return;
    };
    for (finding, callee) in &spans.asked {
        if spans.names.contains(callee) {
            cx.report(finding.clone());
        }
    }
}

fn check(cx: &Cx<'_>) {
    for function in cx.file.functions() {
        let has_span = |name: &&str| function.attribute(cx.file, name).is_some();
        if ["scorer_span", "instrument"].iter().any(has_span)
            || beside::begins_with_span(cx.file, function)
        {
            let name = cx.file.word(function.name).into();
            cx.facts::<Spans>().names.insert(name);
        }
    }
    for event in cx.file.events() {
        if marks_a_function(cx.file, event) {
            if !redundant_db_log::is_redundant(&cx.code, event) {
                cx.report(found(cx, event, "a function begins or ends"));
            }
        } else if (!cx.is_test(event.name) || cx.settings.in_tests(&RULE))
            && let Some(callee) = call_of(cx.file, event)
            && !redundant_db_log::is_redundant(&cx.code, event)
        {
            let finding = found(cx, event, "the call beside it begins or ends");
            cx.facts::<Spans>().asked.push((finding, callee.into()));
        }
    }
}

/// The call that an event tells of, where the function around it has no span.
fn call_of<'a>(file: &'a File, event: &Event) -> Option<&'a str> {
    if event.kind != EventKind::Event || matches!(event.level, None | Some("error")) {
        return None;
    }
    let function = file.function_at(event.name)?;
    let said = message::message(file, event)?;
    calls::told_of(file, function, event, &said)
}

fn found(cx: &Cx<'_>, event: &Event, what: &str) -> Finding {
    let message = format!(
        "this `{}!` says only that {what}, as its span does",
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
    removal::mended(finding, lines, has_span, KeptBy::Span)
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
            || calls::is_of_a_call(file, function, event, &said)
            || !told.is_life_cycle() && calls::announces_in_a_span(file, function, event, &said)
    })
}
