//! Which lines of its file a finding depends on, beyond its own: a change of any of them brings the finding, for `--diff`.

/// How far around a finding the code lies that makes it one. Each reaches at least as far as the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Its statement, and what the names at fault were bound to.
    Value,
    /// Its statement, and what every name in that was bound to.
    Statement,
    /// The head of its function too, and that of the block which runs it: whether a span is entered or code polled.
    Head,
    /// Where its statement binds a local, all of that local's scope too.
    Scope,
    /// The whole of its function.
    Function,
}
