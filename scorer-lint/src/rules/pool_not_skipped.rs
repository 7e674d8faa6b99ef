//! A connection pool, a connection or a transaction that `#[instrument]` records.

use crate::analysis::unskipped::{self, AgainstKind};
use crate::engine::cx::Cx;
use crate::rule::{Check, Group, Level, Rule};

/// The rule.
pub static RULE: Rule = Rule {
    name: "pool-not-skipped",
    group: Group::RecordsTooMuch,
    level: Level::Deny,
    in_tests: false,
    page: include_str!("../../docs/rules/pool-not-skipped.md"),
    checks: &[Check::File(check)],
};

fn check(cx: &Cx<'_>) {
    unskipped::report(cx, &RULE, AgainstKind::Pool);
}
