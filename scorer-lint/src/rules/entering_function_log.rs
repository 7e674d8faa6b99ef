//! An event that says only that a function began or ended.

mod asked;
mod words;

use crate::analysis::message::{self, Said};
use crate::engine::check::{Check, Entry};
use crate::engine::cx::Cx;
use crate::rewrite::removal;
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::source::{Argument, Event, EventKind, File};

use asked::Asked;

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
        if !marks_a_function(cx.file, event) {
            continue;
        }
        let message = format!(
            "this `{}!` says only that a function begins or ends, as its span does",
            cx.file.word(event.name)
        );
        let finding = cx.at(&RULE, &message::head(event), message).help(
            "take it out: `#[scorer_span]` on the function records both, with its arguments and its duration",
        );
        let lines = removal::bare(cx.file, event);
        let has_span = removal::has_span(cx.file, event);
        cx.report(removal::mended(finding, lines, has_span));
    }
}

/// Whether an event says only that the function around it, or another one, begins or ends.
pub(super) fn marks_a_function(file: &File, event: &Event) -> bool {
    if event.kind != EventKind::Event || event.level == Some("error") {
        return false;
    }
    let Some(said) = message::message(file, event) else {
        return false;
    };
    // A complaint: "called load with no session".
    if event.level == Some("warn") && said.words().iter().any(|word| COMPLAINTS.contains(word)) {
        return false;
    }
    let Some(function) = file.function_at(event.name) else {
        return false;
    };
    let name = file.word(function.name);
    let asked = Asked {
        words: said.words(),
        name,
        name_words: name.split('_').filter(|part| !part.is_empty()).collect(),
        has_fields: event.arguments.iter().any(is_field),
        names_itself: names_itself(file, event, &said),
        begins: function
            .body
            .as_ref()
            .is_some_and(|body| body.start == event.whole.start),
        level: event.level,
        said: &said,
    };
    asked.enters() || asked.begins_or_ends() || asked.is_bare() || asked.tells_the_name(function)
}

/// Words of a warning that something is amiss.
const COMPLAINTS: &[&str] = &["no", "not", "without", "twice", "already", "missing", "but"];

fn is_field(argument: &Argument) -> bool {
    matches!(argument, Argument::Field { name, .. }
        if !matches!(name.text.as_deref(), Some("message" | "function" | "func" | "fn_name" | "method" | "handler")))
}

/// Whether what is printed is the function's own name: `function_name!()`, `{fn_name}`.
fn names_itself(file: &File, event: &Event, said: &Said) -> bool {
    const NAMES: &[&str] = &[
        "function_name",
        "fn_name",
        "func_name",
        "function",
        "func",
        "method_name",
        "type_name",
        "type_name_of_val",
        "stringify",
        "module_path",
    ];
    said.captures
        .iter()
        .any(|name| NAMES.contains(&name.as_str()))
        || message::values(event).any(|value| {
            value
                .clone()
                .take(12)
                .any(|at| NAMES.contains(&file.word(at)))
        })
}
