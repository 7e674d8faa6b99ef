//! One place where the guard is lowered.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::engine::exemptions::Exemption;
use crate::source::Place;

/// What lowers the guard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum AllowKind {
    /// `// scorer-lint: allow(rule): reason`.
    Comment,
    /// `reviewed!(value, reason = "..")`.
    Reviewed,
    /// `impl Recordable for Login`, by hand.
    Impl,
    /// `[[allow]]` of the team's policy.
    Name,
    /// `[[recordable]]`.
    Type,
    /// A function under `never-instrument`.
    Function,
    /// A rule that counts for less than by default.
    Level,
    /// Files that are left out.
    Exclude,
    /// An entry of a baseline.
    Baseline,
}

impl AllowKind {
    /// As programs read it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Comment => "comment",
            Self::Reviewed => "reviewed",
            Self::Impl => "impl",
            Self::Name => "name",
            Self::Type => "type",
            Self::Function => "function",
            Self::Level => "level",
            Self::Exclude => "exclude",
            Self::Baseline => "baseline",
        }
    }
}

/// One place where the guard is lowered.
#[derive(Clone, Debug)]
pub(crate) struct Allow {
    pub(crate) path: PathBuf,
    pub(crate) place: Place,
    pub(crate) kind: AllowKind,
    /// For what: a rule, a name, a type, an expression.
    pub(crate) what: String,
    /// Why, where that is written.
    pub(crate) reason: Option<String>,
    /// Whether it stands in test code.
    pub(crate) in_tests: bool,
}

pub(super) fn of_comment(comment: &Exemption, in_tests: bool) -> Allow {
    Allow {
        path: PathBuf::clone(&comment.path),
        place: comment.start,
        kind: AllowKind::Comment,
        what: comment.rule.name.to_owned(),
        reason: Some(comment.reason.clone()),
        in_tests,
    }
}

/// How many there are of each kind.
pub(super) fn counts(allows: &[Allow]) -> BTreeMap<AllowKind, usize> {
    let mut counts = BTreeMap::new();
    for allow in allows {
        *counts.entry(allow.kind).or_insert(0) += 1;
    }
    counts
}
