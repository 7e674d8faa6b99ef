//! A secret or personal data in the text of an error.

mod attribute;

use scorer_instrument_syntax::reason::{Grounds, Source};

use crate::analysis::error_texts;
use crate::engine::check::{Check, Entry};
use crate::engine::cx::Cx;
use crate::engine::doubts::Made;
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::source::{Call, CallKind, Tokens, chain_start};

/// The rule.
pub static RULE: Rule = Rule {
    name: "secret-in-error",
    group: Group::RecordsTooMuch,
    level: Level::Warn,
    in_tests: false,
    // An error is logged somewhere, most of the time; where, its text doesn't know.
    standing: Standing::private(Precision::Medium, "5.3"),
    reach: Reach::Value,
    page: include_str!("../../docs/rules/secret-in-error.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &["write", "writeln"],
    helpers: &[error_texts::WORDS],
    checks: &[Check::File(check)],
};

const HELP: &str = "leave it out of the text: an error ends up in logs, in the `err` of a span and in responses; say what failed, and identify it by an id";

fn check(cx: &Cx<'_>) {
    attribute::check(cx);
    displayed(cx);
    for format in error_texts::texts(cx.file) {
        judge(cx, &format);
    }
}

/// `impl Display for RenewError { .. write!(f, "no token {}", self.token) .. }`.
fn displayed(cx: &Cx<'_>) {
    let file = cx.file;
    let is_error = |ty: &str| {
        ty.ends_with("Error")
            || file.impls().iter().any(|block| {
                block.of_trait.is_some_and(|of| file.is_word(of, "Error"))
                    && file.is_word(block.ty, ty)
            })
    };
    for block in file.impls() {
        let displays = block.of_trait.is_some_and(|of| file.is_word(of, "Display"));
        if !displays || !is_error(file.word(block.ty)) {
            continue;
        }
        for name in file.hits_of(&["write", "writeln"]) {
            if !block.body.contains(&name) {
                continue;
            }
            let call = Call::at(file, name).filter(|call| call.kind == CallKind::Macro);
            let Some(call) = call else { continue };
            if let Some(format) = call.each(file).get(1) {
                judge(cx, &(format.start..call.arguments.end));
            }
        }
    }
}

/// Judges a format string with its arguments.
fn judge(cx: &Cx<'_>, format: &Tokens) {
    let flow = cx.flow_at(format.start);
    let debug = cx.file.word(format.start).contains("?}");
    let literal = cx.file.bytes_of(&(format.start..format.start + 1));
    for found in flow.judge_format(format) {
        // What another service answers mostly says what was wrong.
        if matches!(found.reading.origin.grounds, Grounds::AnyText { .. }) {
            continue;
        }
        // Of `DuplicateKey { key }` the type's name says what was wrong, and not what the key opens.
        let name = found.reading.subject.name();
        if matches!(found.reading.origin.source, Source::Member(_)) && cx.policy.is_vague(name) {
            continue;
        }
        let message = format!("the text of this error reads {}", found.reading);
        let ty = if found.bytes == literal {
            flow.type_of_capture(name, format.start)
        } else {
            let last = cx.file.token_at(found.bytes.start);
            let first = match last.checked_sub(1) {
                Some(dot) if cx.file.is(dot, b'.') => chain_start(cx.file, dot),
                _ => last,
            };
            flow.type_of(&(first..last + 1))
        };
        let finding = cx.at_bytes(&RULE, found.bytes, message).help(HELP);
        cx.report_unless_typed(finding, ty, debug, Made::by(&found.reading));
    }
}
