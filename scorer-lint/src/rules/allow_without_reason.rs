//! An exemption that does not say why. The engine finds it, while it applies exemptions.

use crate::rule::{Check, Group, Level, Rule};

/// The rule.
pub static RULE: Rule = Rule {
    name: "allow-without-reason",
    group: Group::Hygiene,
    level: Level::Warn,
    in_tests: true,
    page: include_str!("../../docs/rules/allow-without-reason.md"),
    checks: &[Check::Engine],
};
