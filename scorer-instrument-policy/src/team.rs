//! A team's own words: the content of `scorer-instrument.toml`, as plain data.

use crate::edition::Edition;

/// A name that the default vocabulary refuses and that the team has reviewed and allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allow {
    /// The name, in any case style: `passport_id`.
    pub name: String,
    /// Why it is safe to record.
    pub reason: String,
}

/// A name that the default vocabulary does not know and that the team refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refuse {
    /// The name, in any case style: `nullifier`.
    pub name: String,
    /// What to record instead: `nullifier_count`.
    pub instead: Option<String>,
    /// Why it is refused.
    pub reason: Option<String>,
}

/// The form of the tokens that the team itself issues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    /// The prefix of these tokens: `scr_live_`.
    pub prefix: String,
}

/// How a type of another crate is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// By its `Display`.
    Display,
    /// By its `Debug`.
    Debug,
}

/// A type of another crate that the team has reviewed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recordable {
    /// The type's last path segment: `Address`.
    pub type_name: String,
    /// Its whole path, if the team wrote it: `alloy_primitives::Address`. Events recognise the type by it.
    pub path: Option<String>,
    /// How it is recorded.
    pub via: Via,
    /// Why it is safe to record.
    pub reason: String,
}

/// Which arguments `#[scorer_span]` records if its attribute has no `include`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Record {
    /// Every argument that is not skipped, as `#[tracing::instrument]` does.
    #[default]
    All,
    /// Only what `include(..)` lists.
    Listed,
}

/// The team's own part of the policy. The default is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Team {
    /// `[policy] edition`: the newest one, unless the file sets another.
    pub edition: Edition,
    /// `[[allow]]`.
    pub allow: Vec<Allow>,
    /// `[[refuse]]`.
    pub refuse: Vec<Refuse>,
    /// `[[secret]]`.
    pub secret: Vec<Secret>,
    /// `[[pool]]`: types, by last path segment.
    pub pool: Vec<String>,
    /// `[[credential]]`: types, by last path segment.
    pub credential: Vec<String>,
    /// `[[recordable]]`.
    pub recordable: Vec<Recordable>,
    /// `[functions] must-instrument`.
    pub must_instrument: Vec<String>,
    /// `[functions] never-instrument`.
    pub never_instrument: Vec<String>,
    /// `[span] record`.
    pub record: Record,
}
