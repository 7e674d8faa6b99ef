//! Findings that are not reported, and why.

use crate::engine::finding::Finding;

/// A finding that is not reported, and why.
#[derive(Clone, Debug)]
pub struct Suppressed {
    /// The finding.
    pub finding: Finding,
    /// Who decided so.
    pub by: Suppressor,
    /// The reason that is written there.
    pub reason: Option<String>,
}

/// Who keeps a finding from being reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suppressor {
    /// A comment: `// scorer-lint: allow(rule): reason`.
    Comment,
    /// An entry of a baseline.
    Baseline,
}
