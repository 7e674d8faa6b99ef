//! An exemption that exempts nothing. The engine finds it, while it applies exemptions.

use crate::engine::check::{Check, Entry, Upkeep};
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};

/// The rule.
pub static RULE: Rule = Rule {
    name: "unused-allow",
    group: Group::Hygiene,
    level: Level::Warn,
    in_tests: true,
    standing: Standing::of(Precision::VeryHigh),
    reach: Reach::Statement,
    page: include_str!("../../docs/rules/unused-allow.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &[],
    helpers: &[],
    checks: &[Check::Upkeep(Upkeep::Unused)],
};
