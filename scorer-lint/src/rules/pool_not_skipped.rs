//! A connection pool, a connection or a transaction that `#[instrument]` records.

use crate::analysis::unskipped::{self, AgainstKind};
use crate::engine::asked::Ask;
use crate::engine::check::{Check, Entry};
use crate::engine::cx::Cx;
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};

/// The rule.
pub static RULE: Rule = Rule {
    name: "pool-not-skipped",
    group: Group::RecordsTooMuch,
    level: Level::Deny,
    in_tests: false,
    // A pool prints hosts, users and settings, seldom more.
    standing: Standing::logged(Precision::VeryHigh, "5.3"),
    reach: Reach::Value,
    page: include_str!("../../docs/rules/pool-not-skipped.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &[],
    helpers: &[],
    checks: &[Check::File(check)],
};

fn check(cx: &Cx<'_>) {
    for one in unskipped::recorded(&cx.code, AgainstKind::Pool) {
        let finding = cx.at_bytes(&RULE, one.bytes, one.message);
        cx.report(
            finding
                .asks(one.attribute, [Ask::Skip(one.name)])
                .note(unskipped::NOTE),
        );
    }
}
