//! `#[tracing::instrument]`, which records every argument that is not skipped.

use crate::engine::asked::Ask;
use crate::engine::check::{Check, Entry};
use crate::engine::cx::Cx;
use crate::rewrite::attribute::{self, errors::Errors};
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};
use crate::source::instrument;

/// The rule.
pub static RULE: Rule = Rule {
    name: "raw-instrument",
    group: Group::Spans,
    level: Level::Warn,
    in_tests: false,
    // What matters of all that it records, the rules on arguments say.
    standing: Standing::of(Precision::VeryHigh),
    reach: Reach::Head,
    page: include_str!("../../docs/rules/raw-instrument.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &[],
    helpers: &[],
    checks: &[Check::File(check), Check::Answering(attribute::answers)],
};

fn check(cx: &Cx<'_>) {
    Errors::tell(cx);
    for one in instrument::raw(cx.file) {
        let message =
            "`#[instrument]` records every argument that is not skipped, whatever it contains";
        let head = one.function.start..end_of_head(one.function);
        let finding = cx
            .at(&RULE, &one.attribute.path, message)
            .yields_in(cx.file.bytes_of(&head))
            .asks(cx.file.bytes_of(&one.attribute.all), [Ask::Guard]);
        cx.report(finding);
    }
}

/// The token behind a function's attributes, arguments and returned type.
fn end_of_head(function: &crate::source::Function) -> u32 {
    match &function.body {
        Some(body) => body.start,
        None => function.output.end,
    }
}
