//! An entry of a baseline whose findings have gone. The review finds it, when it compares the two.

use crate::rule::{Check, Group, Level, Rule};

/// The rule.
pub static RULE: Rule = Rule {
    name: "stale-baseline",
    group: Group::Hygiene,
    level: Level::Warn,
    in_tests: true,
    page: include_str!("../../docs/rules/stale-baseline.md"),
    checks: &[Check::Engine],
};
