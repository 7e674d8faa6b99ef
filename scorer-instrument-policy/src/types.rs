//! Verdicts on the path of a type: by the table of known types, by the crate that it comes from, and by its own name.

mod crates;
mod family;
pub(crate) mod recordable;
mod suffix;
mod table;
pub mod wrapper;

use crate::names;
use crate::segment::Words;
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
    /// A credential, or something that carries one.
    Credential,
    /// A map of headers, one of which carries the credential.
    Headers,
    /// Personal data.
    Pii,
    /// A request, a response, a body.
    Body,
    /// A JSON value, which can hold anything.
    Json,
    /// A collection or a map. Its length may be recorded.
    Collection,
    /// An extractor, a URL, a path or an address. Parts of it may be recorded.
    Qualified,
    /// Application state, a lock or a channel.
    State,
}

impl TypeClass {
    /// All classes, in the order in which figures are printed.
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

    /// Returns the word for the class in labelled data and in printed verdicts.
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

    /// Returns the words that complete "argument `x` is ...".
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

    /// Whether the class also applies to a collection of the type, or to a lock around it: a `Vec` of passwords is a
    /// credential, while a `Vec` of bodies is a collection.
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
    /// Safe to record according to its written form: a [`RecordableType`](crate::RecordableType), or one that the team
    /// allows.
    Fit,
    /// Not known. rustc decides whether it is recordable.
    Unknown,
    /// Not safe to record.
    Refused {
        /// What it is.
        class: TypeClass,
        /// The part of the written type that is decisive: `PgPool`.
        name: String,
    },
}

/// The path of a type as it was written, without its references and wrappers.
#[derive(Clone, Copy, Debug, Default)]
pub struct TypePath<'a> {
    /// The segments of the path: `["sqlx", "Transaction"]`.
    pub segments: &'a [&'a str],
    /// The last segments of the type arguments of the last segment: `["Postgres"]`.
    pub arguments: &'a [&'a str],
    /// Whether the last segment has a lifetime among its arguments: `Transaction<'_>`.
    pub lifetime: bool,
    /// Whether the path is that of a trait in a bound: `impl Executor<'_>`.
    pub bound: bool,
}

impl TypePath<'_> {
    fn last(&self) -> &str {
        self.segments.last().copied().unwrap_or_default()
    }

    fn qualifiers(&self) -> &[&str] {
        self.segments.split_last().map_or(&[], |(_, before)| before)
    }

    /// Whether the path belongs to the caller's own crate. A general name in it is then the caller's own type.
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
    /// Returns the verdict on the path of a type. The caller has to look through wrappers and collections first.
    pub fn type_path(&self, path: &TypePath<'_>) -> TypeVerdict {
        let name = path.last();
        if let Some(verdict) = self.team_type(name) {
            return verdict;
        }
        // For a type that is written with its crate, this is more reliable than the words in the name of the crate.
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
            // Only the name speaks against it, and the team has reviewed that. rustc still has to accept the type.
            Some(table::Outcome::Refused(_)) if self.allows(name) => TypeVerdict::Unknown,
            Some(table::Outcome::Refused(class)) => refused(class, name),
            Some(table::Outcome::Unknown) => TypeVerdict::Unknown,
            None => self.type_name(name),
        }
    }

    /// Whether a type of this path is refused as a pool only for its name, which may be that of a type of the team's own:
    /// `enum DbPool { Primary, Replica }`. `[[allow]]` then lifts the verdict.
    pub fn is_pool_by_name_only(&self, path: &TypePath<'_>) -> bool {
        let name = path.last();
        let is_elsewhere = || family::find(path).or_else(|| table::find(path)).is_some();
        matches!(
            suffix::find(name),
            Some(table::Outcome::Refused(TypeClass::Pool))
        ) && suffix::may_be_only_named_so(name)
            && self.team_type(name).is_none()
            && !is_elsewhere()
    }

    fn allows(&self, name: &str) -> bool {
        names::allows(&self.team, &Words::of(name))
    }

    /// Returns the verdict on a type that the team lists, by last path segment. It takes precedence over the table.
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

    /// Judges a type that is in no table by the words of its own name, `UserPassword`, or of what it carries,
    /// `ApiKeyRecord`.
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
            // `PatientId` is the id of a row, and as safe as its number.
            Class::Health if refusal.strength == Strength::Soft && name.ends_with("Id") => None,
            Class::Pii | Class::Financial | Class::Health => Some(TypeClass::Pii),
            // A vague name says nothing about a type, and a team lists its types separately.
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
