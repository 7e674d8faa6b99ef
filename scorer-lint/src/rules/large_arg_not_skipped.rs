//! A collection, a body, a JSON value or a URL that `#[instrument]` records.

use crate::analysis::unskipped::{self, AgainstKind};
use crate::engine::asked::Ask;
use crate::engine::check::{Check, Entry};
use crate::engine::cx::Cx;
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};

/// The rule.
pub static RULE: Rule = Rule {
    name: "large-arg-not-skipped",
    group: Group::RecordsTooMuch,
    level: Level::Deny,
    in_tests: false,
    // Nobody knows what a body holds, and it may be nothing.
    standing: Standing::logged(Precision::VeryHigh, "4.3"),
    reach: Reach::Value,
    page: include_str!("../../docs/rules/large-arg-not-skipped.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &[],
    helpers: &[],
    checks: &[Check::File(check)],
};

fn check(cx: &Cx<'_>) {
    for one in unskipped::recorded(&cx.code, AgainstKind::Large) {
        let finding = cx.at_bytes(&RULE, one.bytes, one.message);
        cx.report(
            finding
                .asks(one.attribute, [Ask::Skip(one.name)])
                .note(unskipped::NOTE),
        );
    }
}
