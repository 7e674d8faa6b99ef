//! A secret or personal data in the text of an event.

use scorer_instrument_syntax::reason::Subject;

use crate::analysis::flow::UnfitRead;
use crate::engine::check::{Check, Entry};
use crate::engine::cx::Cx;
use crate::engine::doubts::Made;
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::source::{Event, EventKind, chain_start};

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
    helpers: &[],
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
            report(cx, event, format.start, found);
        }
    }
}

fn report(cx: &Cx<'_>, event: &Event, literal: u32, mut found: UnfitRead) {
    let written = cx.file.bytes_of(&(literal..literal + 1));
    let flow = cx.flow_at(event.name);
    let debug = cx.file.word(literal).contains("?}");
    let captured = match &found.reading.subject {
        Subject::Name(name) | Subject::Key(name) => name.clone(),
    };
    let ty = if found.bytes == written {
        flow.type_of_capture(&captured, literal)
    } else {
        // `token.text`: what it is a member of may be known.
        let last = cx.file.token_at(found.bytes.start);
        let first = match last.checked_sub(1) {
            Some(dot) if cx.file.is(dot, b'.') => chain_start(cx.file, dot),
            _ => last,
        };
        flow.type_of(&(first..last + 1))
    };
    if found.bytes == written {
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
    let message = format!(
        "the message of `{}!` reads {}",
        cx.file.word(event.name),
        found.reading
    );
    let finding = cx
        .at_bytes(&RULE, found.bytes, message)
        .help("take it out of the message; what has to be known of it is a field: its id, its length, whether it is there");
    cx.report_unless_typed(finding, ty, debug, Made::ByValue);
}
