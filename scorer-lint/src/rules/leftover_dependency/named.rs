//! Which of the crates that are fit where something uses them are used.

use std::collections::BTreeSet;

use crate::engine::cx::Cx;
use crate::engine::facts::Fact;

/// Loggers of their own, beside `tracing-subscriber`.
pub(super) const LOGGERS: &[&str] = &[
    "env_logger",
    "pretty_env_logger",
    "simple_logger",
    "simplelog",
    "fern",
    "flexi_logger",
    "stderrlog",
    "log4rs",
];

/// Profilers, by which sources name them.
const PROFILERS: &[&str] = &["pprof", "tracing_flame", "FlameLayer", "inferno"];

/// Crates that are fit where something uses them: whether sources name them is asked for.
pub(super) const WORDS: &[&[&str]] = &[LOGGERS, PROFILERS];

/// The crates among those that sources name.
#[derive(Default)]
pub(super) struct Named(pub(super) BTreeSet<String>);

impl Fact for Named {
    fn merge(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

pub(super) fn collect(cx: &Cx<'_>) {
    for at in WORDS.iter().flat_map(|words| cx.file.hits_of(words)) {
        let name = cx.file.word(at);
        let mut named = cx.facts::<Named>();
        if !named.0.contains(name) {
            named.0.insert(name.to_owned());
        }
    }
}
