//! What came of a try.

/// What came of it.
pub(super) enum Outcome {
    /// It does this.
    Verified(String),
    /// It could not be tried, for this reason.
    Unverified(String),
    /// It does not do what it is for.
    Failed(String),
}
