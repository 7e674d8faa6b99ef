//! A type's path, judged: the table of known types.

/// What a refused type is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TypeClass {
    /// A connection pool.
    Pool,
    /// A connection.
    Connection,
    /// A transaction.
    Transaction,
    /// Something that runs queries: `impl Executor`.
    Executor,
    /// A client of a service.
    Client,
    /// A credential or what carries one.
    Credential,
    /// Personal data.
    Pii,
    /// A request, a response, a body, a JSON value.
    Body,
    /// A collection or a map; its length is fit.
    Collection,
    /// An extractor, URL, path or address: fit only in parts.
    Qualified,
    /// Application state, locks, channels.
    State,
}

/// The verdict on a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeVerdict {
    /// Fit by its written form: a scalar, a string, a time, an id.
    Fit,
    /// Not known; rustc proves it, or not.
    Unknown,
    /// Not fit.
    Refused {
        /// What it is.
        class: TypeClass,
        /// The part of the written type that decides: `PgPool`.
        name: String,
    },
}
