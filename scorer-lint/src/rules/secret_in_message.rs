//! A secret or personal data in the text of an event.

use scorer_instrument_policy::Class;
use scorer_instrument_syntax::reason::{Grounds, Subject};

use crate::analysis::flow::{Flow, UnfitRead};
use crate::analysis::printed;
use crate::analysis::ways_out::{self, Shown};
use crate::engine::check::{Check, Entry};
use crate::engine::cx::Cx;
use crate::engine::doubts::Made;
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::source::{EventKind, Tokens, chain_start, slice};

/// The rule.
pub static RULE: Rule = Rule {
    name: "secret-in-message",
    group: Group::RecordsTooMuch,
    level: Level::Deny,
    in_tests: false,
    // A credential in a log opens what it opens to everyone who reads logs.
    standing: Standing::logged(Precision::High, "7.5"),
    reach: Reach::Value,
    page: include_str!("../../docs/rules/secret-in-message.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &[],
    helpers: &[ways_out::WORDS, printed::WORDS],
    checks: &[Check::File(check)],
};

fn check(cx: &Cx<'_>) {
    for event in cx
        .file
        .events()
        .iter()
        .filter(|event| event.kind == EventKind::Event)
    {
        let Some(format) = event.format() else {
            continue;
        };
        for found in cx.flow_at(event.name).judge_format(&format) {
            if event.guarded && !found.through_local() {
                continue;
            }
            report(cx, event.name, &Shown::Format(format.clone()), found);
        }
    }
    for way in ways_out::read(&cx.code) {
        let flow = cx.flow_at(way.name);
        let found = match &way.shown {
            Shown::Format(format) => flow.judge_format(format),
            Shown::Value(value, _) if says_nothing(cx, &flow, value) => Vec::new(),
            Shown::Value(value, _) => flow.judge(value),
            // A program compares what it has at hand, and seldom somebody's data: what lets somebody in must not be printed even so.
            Shown::Compared(value) => {
                let found = flow.judge(value).into_iter();
                found.filter(lets_somebody_in).collect()
            }
        };
        for found in found {
            report(cx, way.name, &way.shown, found);
        }
    }
}

fn lets_somebody_in(found: &UnfitRead) -> bool {
    match &found.reading.origin.grounds {
        Grounds::Name(refusal) => matches!(refusal.class, Class::Credential | Class::Secret),
        _ => false,
    }
}

/// Whether a value says nothing of what it is called after: `dbg!(password.len())`.
fn says_nothing(cx: &Cx<'_>, flow: &Flow<'_>, value: &Tokens) -> bool {
    slice::expr(cx.file, value).is_some_and(|slice| flow.says_nothing(&slice.parsed, value.start))
}

fn report(cx: &Cx<'_>, name: u32, shown: &Shown, mut found: UnfitRead) {
    let flow = cx.flow_at(name);
    let (literal, debug) = match shown {
        Shown::Format(format) => {
            let literal = format.start;
            (Some(literal), cx.file.word(literal).contains("?}"))
        }
        Shown::Value(_, debug) => (None, *debug),
        Shown::Compared(_) => (None, true),
    };
    let written = literal.map_or(0..0, |literal| cx.file.bytes_of(&(literal..literal + 1)));
    let captured = match &found.reading.subject {
        Subject::Name(name) | Subject::Key(name) => name.clone(),
    };
    let ty = match literal {
        Some(literal) if found.bytes == written => flow.type_of_capture(&captured, literal),
        _ => {
            // `token.text`: what it is a member of may be known.
            let last = cx.file.token_at(found.bytes.start);
            let first = match last.checked_sub(1) {
                Some(dot) if cx.file.is(dot, b'.') => chain_start(cx.file, dot),
                _ => last,
            };
            flow.type_of(&(first..last + 1))
        }
    };
    if found.bytes == written && literal.is_some() {
        // An inline capture has no place of its own in the tokens: it is looked for in the literal.
        let text = &cx.file.text[written.clone()];
        let place = text
            .match_indices(&format!("{{{captured}"))
            .find(|(at, open)| {
                !text[at + open.len()..]
                    .starts_with(|next: char| next.is_alphanumeric() || next == '_')
            });
        if let Some((at, open)) = place {
            found.bytes = written.start + at + 1..written.start + at + open.len();
        }
    }
    let is_macro = cx.file.is(name + 1, b'!');
    let (call, mark) = (cx.file.word(name), if is_macro { "!" } else { "" });
    let message = format!("the message of `{call}{mark}` reads {}", found.reading);
    let made = Made::by(&found.reading);
    let finding = cx
        .at_bytes(&RULE, found.bytes, message)
        .help("remove it from the message; if something about it must be known, record a field: its id, its length, or whether it is present");
    cx.report_unless_typed(finding, ty, debug, made);
}
