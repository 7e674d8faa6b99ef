//! Crates and programs that telemetry has taken the place of.

mod code;
mod dependency;
mod lock;
mod manifest;
mod release;

use crate::engine::cx::{Cx, UnitCx};
use crate::rule::{Check, Group, Level, Rule};
use crate::source::Word;

/// The rule.
pub static RULE: Rule = Rule {
    name: "leftover-dependency",
    group: Group::SetUp,
    level: Level::Warn,
    in_tests: false,
    page: include_str!("../../docs/rules/leftover-dependency.md"),
    checks: &[Check::File(check), Check::Unit(decide)],
};

/// Crates that are fit where something uses them: whether sources name them is asked for.
const ASKED: &[Word] = &[
    Word::EnvLogger,
    Word::PrettyEnvLogger,
    Word::SimpleLogger,
    Word::Simplelog,
    Word::Fern,
    Word::FlexiLogger,
    Word::Stderrlog,
    Word::Log4rs,
    Word::Pprof,
    Word::TracingFlame,
    Word::FlameLayer,
    Word::Inferno,
];

fn check(cx: &Cx<'_>) {
    for at in cx.file.hits_of(ASKED) {
        let name = cx.file.word(at);
        let mut facts = cx.facts.borrow_mut();
        if !facts.crates_used.contains(name) {
            facts.crates_used.insert(name.to_owned());
        }
    }
    code::calls(cx);
    code::program(cx);
}

fn decide(cx: &UnitCx<'_>) {
    if let Some(file) = &cx.unit.manifest {
        manifest::check(cx, file);
    }
    if let Some(file) = &cx.unit.lock {
        lock::check(cx, file);
    }
}

/// Crates that have nothing left to do, and what does it now.
pub(crate) fn gone() -> impl Iterator<Item = (&'static str, &'static str)> {
    manifest::GONE.iter().copied()
}

/// Whether a program's name says that it reads logs or draws flame graphs.
fn is_analyser(name: &str) -> bool {
    const TOPICS: [&str; 11] = [
        "log",
        "logs",
        "trace",
        "traces",
        "timing",
        "timings",
        "perf",
        "latency",
        "latencies",
        "span",
        "spans",
    ];
    const ACTIONS: [&str; 8] = [
        "analy",
        "pars",
        "stat",
        "report",
        "summar",
        "percentile",
        "profil",
        "aggregat",
    ];
    let name = name.to_ascii_lowercase();
    let parts: Vec<&str> = name.split(['-', '_']).collect();
    let acts = |part: &&str| ACTIONS.iter().any(|action| part.starts_with(action));
    name.contains("flame")
        || parts.iter().any(|part| TOPICS.contains(part)) && parts.iter().any(acts)
}
