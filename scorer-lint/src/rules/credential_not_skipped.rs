//! A credential that `#[instrument]` records, by its name or by its type.

use crate::analysis::unskipped::{self, AgainstKind};
use crate::engine::cx::Cx;
use crate::rule::{Check, Group, Level, Rule};

/// The rule.
pub static RULE: Rule = Rule {
    name: "credential-not-skipped",
    group: Group::RecordsTooMuch,
    level: Level::Deny,
    in_tests: false,
    page: include_str!("../../docs/rules/credential-not-skipped.md"),
    checks: &[Check::File(check)],
};

fn check(cx: &Cx<'_>) {
    unskipped::report(cx, &RULE, AgainstKind::Credential);
}
