//! An exemption that does not say why. The engine finds it, while it applies exemptions.

use crate::engine::check::{Check, Entry, Upkeep};
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};

/// The rule.
pub static RULE: Rule = Rule {
    name: "allow-without-reason",
    group: Group::Hygiene,
    level: Level::Warn,
    in_tests: true,
    standing: Standing::of(Precision::VeryHigh),
    reach: Reach::Statement,
    page: include_str!("../../docs/rules/allow-without-reason.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &[],
    helpers: &[],
    checks: &[Check::Upkeep(Upkeep::WithoutReason)],
};
