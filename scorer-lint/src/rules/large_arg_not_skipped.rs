//! A collection, a body, a JSON value or a URL that `#[instrument]` records.

use crate::cx::Cx;
use crate::rule::{Check, Group, Level, Rule};
use crate::rules::unskipped::{self, AgainstKind};

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
