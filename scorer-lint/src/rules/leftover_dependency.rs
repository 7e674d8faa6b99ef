//! Crates and programs that telemetry has replaced.

mod analyser;
mod code;
mod lock;
mod manifest;
mod named;
mod release;

use crate::engine::check::{Check, Entry};
use crate::engine::cx::{Cx, UnitCx};
use crate::rule::{Group, Level, Precision, Reach, Rule, Standing};

/// The rule.
pub static RULE: Rule = Rule {
    name: "leftover-dependency",
    group: Group::SetUp,
    level: Level::Warn,
    in_tests: false,
    standing: Standing::of(Precision::VeryHigh),
    reach: Reach::Statement,
    page: include_str!("../../docs/rules/leftover-dependency.md"),
};

/// What the engine calls for it.
pub static ENTRY: Entry = Entry {
    rule: &RULE,
    words: &["flamegraph", "main"],
    helpers: &[named::WORDS],
    checks: &[Check::File(check), Check::Unit(decide)],
};

fn check(cx: &Cx<'_>) {
    named::collect(cx);
    code::calls(cx, &RULE);
    code::program(cx, &RULE);
}

fn decide(cx: &UnitCx<'_>) {
    if let (Some(file), Some(manifest)) = (&cx.unit.manifest, cx.manifest) {
        manifest::check(cx, &RULE, file, manifest);
    }
    if let Some(file) = &cx.unit.lock {
        lock::check(cx, &RULE, file);
    }
}
