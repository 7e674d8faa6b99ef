//! A credential that `#[instrument]` records, by its name or by its type.

use crate::analysis::unskipped::{self, AgainstKind};
use crate::engine::asked::Ask;
use crate::engine::check::{Check, Entry};
use crate::engine::cx::Cx;
use crate::engine::doubts::Made;
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};

/// The rule.
pub static RULE: Rule = Rule {
    name: "credential-not-skipped",
    group: Group::RecordsTooMuch,
    level: Level::Deny,
    in_tests: false,
    // A credential in a log opens what it opens to everyone who reads logs.
    standing: Standing::logged(Precision::High, "7.5"),
    reach: Reach::Value,
    page: include_str!("../../docs/rules/credential-not-skipped.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &[],
    helpers: &[],
    checks: &[Check::File(check)],
};

fn check(cx: &Cx<'_>) {
    for one in unskipped::recorded(&cx.code, AgainstKind::Credential) {
        let finding = cx.at_bytes(&RULE, one.bytes, one.message);
        let finding = finding
            .asks(one.attribute, [Ask::Skip(one.name)])
            .note(unskipped::NOTE);
        cx.report_unless_typed(finding, one.named, true, Made::Type);
    }
}
