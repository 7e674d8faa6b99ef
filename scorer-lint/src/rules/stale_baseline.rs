//! An entry of a baseline whose findings have gone. The review finds it, when it compares the two.

use crate::engine::check::{Check, Entry, Upkeep};
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};

/// The rule.
pub static RULE: Rule = Rule {
    name: "stale-baseline",
    group: Group::Hygiene,
    level: Level::Warn,
    in_tests: true,
    standing: Standing::of(Precision::VeryHigh),
    reach: Reach::Statement,
    page: include_str!("../../docs/rules/stale-baseline.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &[],
    helpers: &[],
    checks: &[Check::Upkeep(Upkeep::Stale)],
};
