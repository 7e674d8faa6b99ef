//! A duration that is measured by hand and logged.

use crate::analysis::measured;
use crate::analysis::measured::{Measured, is_age};
use crate::analysis::message;
use crate::analysis::printed;
use crate::engine::check::{Check, Entry};
use crate::engine::cx::Cx;
use crate::engine::dropped::KeptBy;
use crate::rewrite::removal;
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::source::{Argument, Call, CallKind, Event, EventKind, TokenKind, Tokens};

/// The rule.
pub static RULE: Rule = Rule {
    name: "timing-log",
    group: Group::Noise,
    level: Level::Warn,
    in_tests: false,
    standing: Standing::of(Precision::High),
    reach: Reach::Statement,
    page: include_str!("../../docs/rules/timing-log.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &["record"],
    helpers: &[measured::WORDS, printed::WORDS],
    checks: &[Check::File(check)],
};

const HELP: &str = "remove it: a span measures its own duration; put code that has no span into a function with `#[scorer_span]`";

fn check(cx: &Cx<'_>) {
    let Some(measured) = Measured::read(cx.file) else {
        return;
    };
    let mut stored = Vec::new();
    for event in cx.file.events() {
        if event.kind != EventKind::Event {
            continue;
        }
        if let Some(at) = logged(cx, &measured, event) {
            let message = format!(
                "`{}!` logs a duration that is measured by hand",
                cx.file.word(event.name)
            );
            stored.extend(elsewhere(cx, &measured, event, &at));
            let finding = cx.at(&RULE, &at, message).help(HELP);
            let bytes = removal::values(
                cx.file,
                event,
                &|value| measured.is_duration(value),
                &|name| measured.is_duration_name(name, event.name),
            );
            let has_span = removal::has_span(cx.file, event);
            cx.report(removal::mended(finding, bytes, has_span, KeptBy::Span));
        }
    }
    for name in cx.file.hits("record") {
        if let Some(at) = recorded(cx, &measured, name) {
            let message = "`record` sets a field to a duration that is measured by hand";
            cx.report(cx.at(&RULE, &at, message).help(HELP));
        }
    }
    stored.sort_unstable();
    stored.dedup();
    for at in stored {
        let message = format!(
            "`{}` stores a duration that is measured by hand, to be logged",
            cx.file.word(at)
        );
        cx.report(cx.at_token(&RULE, at, message).help(HELP));
    }
    for call in printed::in_service(&cx.code) {
        if measured.prints(&call.each(cx.file)) {
            let message = format!(
                "`{}!` prints a duration that is measured by hand",
                cx.file.word(call.name)
            );
            cx.report(cx.at(&RULE, &call.before, message).help(HELP));
        }
    }
}

/// The measured duration of `span.record("ms", start.elapsed().as_millis())`; a histogram's `record` takes no name.
fn recorded(cx: &Cx<'_>, measured: &Measured<'_>, name: u32) -> Option<Tokens> {
    let call = Call::at(cx.file, name).filter(|call| call.kind == CallKind::Method)?;
    let arguments = call.each(cx.file);
    let [field, value] = arguments.as_slice() else {
        return None;
    };
    let is_name = field.len() == 1 && cx.file.token(field.start).kind == TokenKind::Str;
    let is_age = is_age(cx.file.word(field.start).trim_matches('"'));
    (is_name && !is_age && measured.is_duration(value)).then(|| name..name + 1)
}

/// Where another function stores the duration that an event reads from a member.
fn elsewhere<'a>(
    cx: &'a Cx<'_>,
    measured: &'a Measured<'_>,
    event: &Event,
    value: &Tokens,
) -> impl Iterator<Item = u32> + 'a {
    let here = cx
        .file
        .function_at(event.name)
        .map(|function| function.keyword);
    measured
        .stored_at(value)
        .chain(measured.filled(cx.file.function_at(event.name)))
        .filter(move |at| cx.file.function_at(*at).map(|function| function.keyword) != here)
        .collect::<Vec<_>>()
        .into_iter()
}

/// The argument of an event that logs a measured duration.
fn logged(cx: &Cx<'_>, measured: &Measured<'_>, event: &Event) -> Option<Tokens> {
    event.arguments.iter().find_map(|argument| match argument {
        Argument::Field { name, value, .. } => {
            let is_age = name.text.as_deref().is_some_and(is_age);
            (!is_age && measured.is_duration(value)).then_some(name.tokens.start..value.end)
        }
        Argument::Value { value, .. } => {
            let says_age = !measured.is_since_local(value)
                && message::message(cx.file, event)
                    .is_some_and(|said| said.words().iter().any(|word| is_uptime(word)));
            (!says_age && measured.is_duration(value)).then(|| value.clone())
        }
        Argument::Message { literal } => {
            let said = message::literal_text(cx.file, *literal);
            let prints = said
                .captures
                .iter()
                .any(|name| measured.is_duration_name(name, *literal));
            (prints && !said.words().iter().any(|word| is_uptime(word)))
                .then_some(*literal..*literal + 1)
        }
        Argument::Setting { .. } => None,
    })
}

fn is_uptime(word: &str) -> bool {
    matches!(word, "uptime" | "up" | "age" | "old" | "ago")
}
