//! A team's own words: what `scorer-instrument.toml` holds, as plain data.

use crate::edition::Edition;

/// A name that the default vocabulary refuses and the team has reviewed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allow {
    /// The name, in any case style: `passport_id`.
    pub name: String,
    /// Why it is fit.
    pub reason: String,
}

/// A name that the default vocabulary does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refuse {
    /// The name, in any case style: `nullifier`.
    pub name: String,
    /// What to record in its place: `nullifier_count`.
    pub instead: Option<String>,
    /// Why it is refused.
    pub reason: Option<String>,
}

/// The form of a token that the team hands out itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    /// What it begins with: `scr_live_`.
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
    /// Its whole path, where the team wrote it: `alloy_primitives::Address`. Events know the type by it.
    pub path: Option<String>,
    /// How it is recorded.
    pub via: Via,
    /// Why it is fit.
    pub reason: String,
}

/// Which arguments `#[scorer_span]` records where its attribute lists none.
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
    /// `[policy] edition`: the newest unless the file names another one.
    pub edition: Edition,
    /// `[[allow]]`.
    pub allow: Vec<Allow>,
    /// `[[refuse]]`.
    pub refuse: Vec<Refuse>,
    /// `[[secret]]`.
    pub secret: Vec<Secret>,
    /// `[[pool]]`: types by last path segment.
    pub pool: Vec<String>,
    /// `[[credential]]`: types by last path segment.
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
