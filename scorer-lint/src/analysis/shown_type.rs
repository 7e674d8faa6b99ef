//! How the type of a printed value is known.

/// How a printed value's type is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShownType {
    /// By name.
    Named(String),
    /// As what this function returns.
    ReturnedBy(String),
    /// As that of this constant.
    Constant(String),
    /// As this member of a type.
    Member(Box<ShownType>, String),
}
