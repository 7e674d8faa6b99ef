//! A collection, a body or a JSON value that `#[instrument]` records.

use crate::analysis::unskipped::{self, AgainstKind};
use crate::engine::cx::Cx;
use crate::rule::{Check, Group, Level, Rule};

/// The rule.
pub static RULE: Rule = Rule {
    name: "large-arg-not-skipped",
    group: Group::RecordsTooMuch,
    level: Level::Deny,
    in_tests: false,
    page: include_str!("../../docs/rules/large-arg-not-skipped.md"),
    checks: &[Check::File(check)],
};

fn check(cx: &Cx<'_>) {
    unskipped::report(cx, &RULE, AgainstKind::Large);
}
