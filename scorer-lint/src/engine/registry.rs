//! The rules of a run, as they are handed to whoever needs one: nobody but the list itself names a rule.

use std::fmt;
use std::sync::OnceLock;

use crate::analysis::program;
use crate::engine::answer::Answering;
use crate::engine::check::{Check, Entry, Upkeep};
use crate::engine::doubts::Typed;
use crate::rule::{Rule, Rules};
use crate::source::{Words, words};

/// Every rule that a run knows.
pub struct Registry {
    entries: &'static [&'static Entry],
    rules: OnceLock<Vec<&'static Rule>>,
    words: OnceLock<Words>,
}

impl Registry {
    /// A registry of some rules, by group and name.
    pub const fn new(entries: &'static [&'static Entry]) -> Self {
        Self {
            entries,
            rules: OnceLock::new(),
            words: OnceLock::new(),
        }
    }

    /// What the engine calls.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &'static Entry> {
        self.entries.iter().copied()
    }

    /// The rules by themselves.
    pub fn rules(&'static self) -> Rules {
        let of_entries = || self.entries().map(|entry| entry.rule).collect();
        Rules(self.rules.get_or_init(of_entries))
    }

    /// The words that rules start from.
    pub(crate) fn words(&'static self) -> &'static Words {
        self.words.get_or_init(|| {
            let of_entries = self.entries().flat_map(|entry| {
                let of_helpers = entry.helpers.iter().copied().flatten().copied();
                std::iter::once(entry.words).chain(of_helpers)
            });
            words(of_entries.chain(program::WORDS.iter().copied()))
        })
    }

    /// The rule that a fault of an exemption is reported under.
    pub(crate) fn upkeep(&self, of: Upkeep) -> Option<&'static Rule> {
        let is_it = |check: &Check| matches!(check, Check::Upkeep(known) if *known == of);
        let entry = self
            .entries()
            .find(|entry| entry.checks.iter().any(is_it))?;
        Some(entry.rule)
    }

    /// What takes the place of a finding that a value's name made.
    pub(super) fn typed(&self) -> Option<Typed> {
        let mut checks = self.entries().flat_map(|entry| entry.checks);
        checks.find_map(|check| match check {
            Check::Typed(typed) => Some(*typed),
            _ => None,
        })
    }

    /// What answers for attributes.
    pub(super) fn answering(&self) -> Option<Answering> {
        let mut checks = self.entries().flat_map(|entry| entry.checks);
        checks.find_map(|check| match check {
            Check::Answering(answering) => Some(*answering),
            _ => None,
        })
    }

    /// Whether a rule decides when all of a package is read: of one file alone it finds nothing.
    pub(crate) fn reads_packages(&self, rule: &Rule) -> bool {
        let entry = self.entries().find(|entry| entry.rule.name == rule.name);
        entry.is_some_and(|entry| {
            let mut checks = entry.checks.iter();
            checks.any(|check| matches!(check, Check::Unit(_)))
        })
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.entries().map(|entry| entry.rule))
            .finish()
    }
}
