//! What a rule says of itself: its name, its group, how its findings count, how certain they are, what they depend on.

mod reach;
mod standing;

use std::fmt;

use scorer_instrument_policy::nearest;

pub use reach::Reach;
pub use standing::{Precision, Standing};

/// One rule: a file in `rules`, a page in `docs/rules`.
pub struct Rule {
    /// `manual-span-async`; the file and the page are called so too.
    pub name: &'static str,
    /// What it belongs to.
    pub group: Group,
    /// How a finding counts, unless settings say otherwise.
    pub level: Level,
    /// Whether it reads tests, benches and examples too, unless settings say otherwise.
    pub in_tests: bool,
    /// How certain its findings are, and how bad.
    pub standing: Standing,
    /// Which lines of its function a finding depends on.
    pub reach: Reach,
    /// The page, whose examples are the rule's tests.
    pub page: &'static str,
}

/// What a rule belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Secrets, personal data and unbounded values in spans and events.
    RecordsTooMuch,
    /// Spans that are wrong, missing or superfluous.
    Spans,
    /// Logs that repeat what spans and `SQLx` say.
    Noise,
    /// What stalls an executor.
    Runtime,
    /// How telemetry is set up.
    SetUp,
    /// Exemptions themselves.
    Hygiene,
}

impl Group {
    /// All of them, in the order of `--list`.
    pub const ALL: [Self; 6] = [
        Self::RecordsTooMuch,
        Self::Spans,
        Self::Noise,
        Self::Runtime,
        Self::SetUp,
        Self::Hygiene,
    ];

    /// `records-too-much`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RecordsTooMuch => "records-too-much",
            Self::Spans => "spans",
            Self::Noise => "noise",
            Self::Runtime => "runtime",
            Self::SetUp => "set-up",
            Self::Hygiene => "hygiene",
        }
    }
}

/// How a finding counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Not at all.
    Allow,
    /// Worth knowing.
    Note,
    /// To be mended.
    Warn,
    /// Ends the run with exit code 1.
    Deny,
}

impl Level {
    /// All of them, as the command line takes them.
    pub const ALL: [Self; 4] = [Self::Allow, Self::Note, Self::Warn, Self::Deny];

    /// `deny`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Note => "note",
            Self::Warn => "warn",
            Self::Deny => "deny",
        }
    }

    /// The level of this name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == text)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl Rule {
    /// The page's title line below the name: one sentence.
    pub fn summary(&self) -> &'static str {
        self.page
            .lines()
            .map(str::trim)
            .find(|line| !line.is_empty() && !line.starts_with('#'))
            .unwrap_or_default()
    }
}

/// A list of rules, by group and name.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rules(pub &'static [&'static Rule]);

impl Rules {
    /// Each of them.
    pub fn iter(self) -> impl Iterator<Item = &'static Rule> {
        self.0.iter().copied()
    }

    /// The rule of this name.
    pub fn find(self, name: &str) -> Option<&'static Rule> {
        self.iter().find(|rule| rule.name == name)
    }

    /// The rule whose name is near one that is nobody's.
    pub fn nearest(self, name: &str) -> Option<&'static str> {
        nearest(name, self.iter().map(|rule| rule.name))
    }
}
