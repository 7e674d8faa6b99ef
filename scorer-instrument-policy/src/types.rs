//! A type's path, judged: by the table of known types, by the crate that it comes from, by its
//! own name.

mod crates;
mod family;
pub(crate) mod recordable;
mod suffix;
mod table;
pub mod wrapper;

use crate::verdict::{Class, Policy, Strength, Verdict};

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
    /// A map of headers, one of which carries the credential.
    Headers,
    /// Personal data.
    Pii,
    /// A request, a response, a body.
    Body,
    /// A JSON value, which can hold anything.
    Json,
    /// A collection or a map; its length is fit.
    Collection,
    /// An extractor, URL, path or address: fit only in parts.
    Qualified,
    /// Application state, locks, channels.
    State,
}

impl TypeClass {
    /// Every class, in the order in which figures are printed.
    pub const ALL: [Self; 13] = [
        Self::Pool,
        Self::Connection,
        Self::Transaction,
        Self::Executor,
        Self::Client,
        Self::Credential,
        Self::Headers,
        Self::Pii,
        Self::Body,
        Self::Json,
        Self::Collection,
        Self::Qualified,
        Self::State,
    ];

    /// The word for the class in labelled data and in the verdicts' output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pool => "infra-pool",
            Self::Connection => "infra-conn",
            Self::Transaction => "infra-tx",
            Self::Executor => "infra-executor",
            Self::Client => "infra-client",
            Self::Credential | Self::Headers => "credential",
            Self::Pii => "pii",
            Self::Body | Self::Json | Self::Collection => "container",
            Self::Qualified => "container-qualified",
            Self::State => "infra-state",
        }
    }

    /// What completes "argument `x` is ...".
    pub fn noun(self) -> &'static str {
        match self {
            Self::Pool => "a database connection pool",
            Self::Connection => "a database connection",
            Self::Transaction => "a database transaction",
            Self::Executor => "something that runs queries",
            Self::Client => "a client of a service",
            Self::Credential => "a credential",
            Self::Headers => "a map of headers",
            Self::Pii => "personal data",
            Self::Body => "a whole request, response or body",
            Self::Json => "a JSON value",
            Self::Collection => "a collection",
            Self::Qualified => "a URL, query, path or network address",
            Self::State => "shared state",
        }
    }

    /// Whether a collection or a lock around the type is still what the type is: a `Vec` of
    /// passwords is a credential, a `Vec` of bodies is a collection.
    pub fn outweighs_container(self) -> bool {
        !matches!(
            self,
            Self::Body | Self::Json | Self::Collection | Self::Qualified | Self::State
        )
    }
}

/// The verdict on a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeVerdict {
    /// Fit by its written form: a [`RecordableType`](crate::RecordableType), or one of the team's.
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

/// A type's path as it was written, its references and wrappers already looked through.
#[derive(Clone, Copy, Debug, Default)]
pub struct TypePath<'a> {
    /// `["sqlx", "Transaction"]`.
    pub segments: &'a [&'a str],
    /// The last segments of the type arguments of the last segment: `["Postgres"]`.
    pub arguments: &'a [&'a str],
    /// Whether the last segment has a lifetime among its arguments: `Transaction<'_>`.
    pub lifetime: bool,
    /// Whether the path is a trait's, in a bound: `impl Executor<'_>`.
    pub bound: bool,
}

impl TypePath<'_> {
    fn last(&self) -> &str {
        self.segments.last().copied().unwrap_or_default()
    }

    fn qualifiers(&self) -> &[&str] {
        self.segments.split_last().map_or(&[], |(_, before)| before)
    }

    /// A path of the caller's own crate: a general name in it is the caller's own type.
    fn is_local(&self) -> bool {
        matches!(
            self.segments.first(),
            Some(&("crate" | "self" | "super" | "Self"))
        ) && self.segments.len() > 1
    }

    fn is_generic(&self) -> bool {
        self.lifetime || !self.arguments.is_empty()
    }
}

impl Policy {
    /// The verdict on a type's path; wrappers and collections are the reader's to look through.
    pub fn type_path(&self, path: &TypePath<'_>) -> TypeVerdict {
        let name = path.last();
        if let Some(verdict) = self.team_type(name) {
            return verdict;
        }
        // A type that is written with its crate is known better than by the words of the crate's name.
        let is_qualified = !path.bound && !path.qualifiers().is_empty();
        if is_qualified && recordable::is_recordable(path) {
            return TypeVerdict::Fit;
        }
        match family::find(path).or_else(|| table::find(path)) {
            Some(table::Outcome::Unknown) => return TypeVerdict::Unknown,
            Some(table::Outcome::Refused(class)) => return refused(class, name),
            None => {}
        }
        if path.bound {
            return TypeVerdict::Unknown;
        }
        if recordable::is_recordable(path) {
            return TypeVerdict::Fit;
        }
        match suffix::find(name) {
            Some(table::Outcome::Refused(class)) => refused(class, name),
            Some(table::Outcome::Unknown) => TypeVerdict::Unknown,
            None => self.type_name(name),
        }
    }

    /// A team's own types, by last path segment, which win over the table.
    pub fn team_type(&self, name: &str) -> Option<TypeVerdict> {
        let team = &self.team;
        if team.credential.iter().any(|known| known == name) {
            return Some(refused(TypeClass::Credential, name));
        }
        if team.pool.iter().any(|known| known == name) {
            return Some(refused(TypeClass::Pool, name));
        }
        let reviewed = team.recordable.iter().any(|known| known.type_name == name);
        reviewed.then_some(TypeVerdict::Fit)
    }

    /// A type that no table knows, by the words of its own name: `UserPassword`, or by those of what
    /// it carries: `ApiKeyRecord`.
    fn type_name(&self, name: &str) -> TypeVerdict {
        let class = self
            .class_by_name(name)
            .or_else(|| self.class_by_name(suffix::subject(name)?));
        class.map_or(TypeVerdict::Unknown, |class| refused(class, name))
    }

    fn class_by_name(&self, name: &str) -> Option<TypeClass> {
        let Verdict::Refused(refusal) = self.name(name) else {
            return None;
        };
        match refusal.class {
            Class::Credential | Class::Secret => Some(TypeClass::Credential),
            // `PatientId` is a row's id, and as fit as the number that it is.
            Class::Health if refusal.strength == Strength::Soft && name.ends_with("Id") => None,
            Class::Pii | Class::Financial | Class::Health => Some(TypeClass::Pii),
            // A vague name says nothing of a type, and a team lists its types apart.
            Class::Vague | Class::Team => None,
        }
    }
}

fn refused(class: TypeClass, name: &str) -> TypeVerdict {
    TypeVerdict::Refused {
        class,
        name: name.to_owned(),
    }
}
