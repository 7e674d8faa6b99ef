//! A rule with what the engine calls for it.

use crate::engine::answer::Answering;
use crate::engine::cx::{Cx, UnitCx};
use crate::engine::doubts::Typed;
use crate::rule::Rule;

/// A rule as the registry lists it.
pub struct Entry {
    /// What it says of itself.
    pub rule: &'static Rule,
    /// The words that it starts from: they are looked for while sources are lexed.
    pub words: &'static [&'static str],
    /// The same of the helpers in `analysis` that it calls.
    pub helpers: &'static [&'static [&'static [&'static str]]],
    /// What it does.
    pub checks: &'static [Check],
}

/// A rule's part that the engine calls.
pub enum Check {
    /// For each Rust source.
    File(fn(&Cx<'_>)),
    /// For each package, when its sources are read.
    Unit(fn(&UnitCx<'_>)),
    /// For each finding that a value's name made, where the value's type shows something else: the finding that takes its
    /// place. One rule of a registry does so.
    Typed(Typed),
    /// For each file, when all rules have spoken: the answer to what they ask of each attribute. One rule of a registry does so.
    Answering(Answering),
    /// It runs no code of its own: the engine reports under its name what it sees of exemptions.
    Upkeep(Upkeep),
}

/// What is wrong with an exemption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Upkeep {
    /// It exempts nothing.
    Unused,
    /// It says no reason.
    WithoutReason,
    /// It is an entry of a baseline whose findings have gone.
    Stale,
}
