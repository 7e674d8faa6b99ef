//! An exemption that exempts nothing. The engine finds it, while it applies exemptions.

use crate::rule::{Check, Group, Level, Rule};

/// The rule.
pub static RULE: Rule = Rule {
    name: "unused-allow",
    group: Group::Hygiene,
    level: Level::Warn,
    in_tests: true,
    page: include_str!("../../docs/rules/unused-allow.md"),
    checks: &[Check::Engine],
};
