//! What a fix leaves unrecorded, and what would keep it.

use std::fmt;

/// A value that a fix no longer records.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dropped {
    /// The type's name, or that of the field where none is written.
    pub of: String,
    /// What would keep it.
    pub kept_by: KeptBy,
}

/// What proves a type, so that a value of it stays recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeptBy {
    /// A feature of the crate that fixed code names.
    Feature(&'static str),
    /// A derive on the type.
    Derive,
    /// The standard library's trait of errors.
    Error,
    /// Nothing that is known here.
    Nothing,
    /// Nothing, for a field beside it records it.
    Beside,
    /// Nothing, for a span says the same.
    Span,
    /// Nothing, and that is meant: the policy refuses it.
    Refused,
}

impl fmt::Display for KeptBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Feature(feature) => {
                write!(f, "the feature `{feature}` of `scorer-instrument` keeps it")
            }
            Self::Derive => f.write_str("`#[derive(Recordable)]` on it keeps it, or `[[recordable]]` in the team's file where it is another crate's"),
            Self::Error => f.write_str("`impl std::error::Error` for it keeps it"),
            Self::Nothing => f.write_str("nothing proves its type"),
            Self::Beside => f.write_str("a field beside it records it"),
            Self::Span => f.write_str("a span says the same"),
            Self::Refused => f.write_str("it must not be recorded"),
        }
    }
}
