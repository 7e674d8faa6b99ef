//! Why something must not be recorded, as data. `Display` turns it into words, and nothing parses those.

use std::fmt;

use proc_macro2::Span;

use crate::words;
use scorer_instrument_policy::TypeClass;
use scorer_instrument_policy::{Policy, Refusal};

/// A part of an expression that must not be recorded.
#[derive(Clone, Debug)]
pub struct Suspicion {
    /// The smallest token that causes it.
    pub span: Span,
    /// Why.
    pub reason: Reason,
}

impl Suspicion {
    /// Whether it is refused because nothing can be known about it, and not for what it is.
    pub fn is_undecidable(&self) -> bool {
        matches!(
            self.reason,
            Reason::Opaque(_) | Reason::WholeSelf | Reason::UnreadCapture(_)
        )
    }

    /// Whether it does not have the form that its macro requires. The reason says which form that is.
    pub fn is_malformed(&self) -> bool {
        matches!(self.reason, Reason::Malformed(_))
    }

    /// Whether it reads the address of somebody's computer.
    pub fn is_network_address(&self, policy: &Policy) -> bool {
        let Reason::Reads(reading) = &self.reason else {
            return false;
        };
        matches!(&reading.origin.grounds, Grounds::Name(refusal) if policy.is_network_address(refusal))
    }

    /// Returns what to write instead, if that is more specific than for other expressions.
    pub fn instead(&self) -> Option<&'static str> {
        match self.reason {
            Reason::WholeSelf => Some("write what is needed of it by name, such as `id = self.id`"),
            Reason::UnreadCapture(_) => Some("write the value as an argument: `\"{}\", value`"),
            _ => None,
        }
    }
}

/// Why a part of an expression must not be recorded. Its `Display` completes "its value ...".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It reads something that is not safe to record: "reads `api_key`, an API key".
    Reads(Reading),
    /// Nothing can be known about it: "contains a closure, which cannot be judged".
    Opaque(Opaque),
    /// It is a whole object that no name can describe: "reads `self`, which is never recorded as a whole".
    WholeSelf,
    /// A format string captures a name that no variable can have: "captures `super`, which cannot be read here".
    UnreadCapture(String),
    /// It does not have the form that its macro requires: "needs a format string".
    Malformed(Malformed),
}

/// The name under which something that is not safe to record is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What the code names.
    pub subject: Subject,
    /// What is known about it.
    pub origin: Origin,
}

/// What the code names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A value, a member, a function or a method.
    Name(String),
    /// The key of a lookup: `headers.get("authorization")`.
    Key(String),
}

impl Subject {
    /// Returns the name as it is written, without quotes.
    pub fn name(&self) -> &str {
        match self {
            Self::Name(name) | Self::Key(name) => name,
        }
    }
}

/// Why a name is not safe to record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Where the value came from.
    pub source: Source,
    /// What it is.
    pub grounds: Grounds,
}

/// Where a value that is not safe to record came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Its own name says what it is.
    OwnName,
    /// It is an argument, and its type or its function says what it is.
    Argument,
    /// It is a local variable that was made from this.
    Local(Subject),
    /// A pattern bound it from this member, or from the content of a type with this name.
    Member(String),
}

/// What a thing is that is not safe to record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Grounds {
    /// By its name: "an e-mail address".
    Name(Refusal),
    /// By its type: "a database connection pool (`PgPool`)".
    Type {
        /// What the type is.
        class: TypeClass,
        /// The part of the written type that is decisive.
        name: String,
    },
    /// By what its function takes, because its own name says nothing: "text that may be a password".
    MayBe(Refusal),
    /// Text under a name that promises a number or a flag about this: `token_count`, `has_password`.
    Promised(Refusal),
    /// The content of `Self(..)`: only the name of its type could say what it is.
    PartOfSelf,
    /// Text whose name does not say what it contains.
    AnyText {
        /// Whether it may be a whole document: `body`.
        is_bulk: bool,
    },
}

/// Syntax whose value cannot be judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opaque {
    /// `|x| x`.
    Closure,
    /// `a = b`, `a += b`.
    Assignment,
    /// `async {}`.
    AsyncBlock,
    /// `loop`, `while`, `for`.
    Loop,
    /// `return`, `break`, `continue`, `yield`.
    Jump,
    /// `'a: {}`.
    LabelledBlock,
    /// `{ a; b }`.
    Statements,
    /// `self.0`, `self.value()`.
    PartOfSelf,
    /// `(f)(x)`.
    UnnamedCall,
    /// A conversion that is passed by name: `map(String::from)`.
    Function(String),
    /// A pattern that a macro makes.
    MacroPattern,
    /// `concat!` of something other than a list of values.
    Concat,
    /// `env!` of a name that is not a literal.
    Environment(String),
    /// A macro whose expansion is not known.
    Macro(String),
    /// Any other syntax.
    Syntax,
}

/// What is wrong with the form of a macro's arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// `format!(text)`.
    NoFormatString,
    /// `format!("{}", )`.
    FormatArgument,
    /// `reviewed!(value)`.
    Reviewed,
    /// `reviewed!(value, reason = "")`.
    ReviewedWithoutReason,
}

impl Reading {
    /// Creates the reading of something whose own name is refused.
    pub fn by_name(subject: Subject, refusal: Refusal) -> Self {
        let origin = Origin {
            source: Source::OwnName,
            grounds: Grounds::Name(refusal),
        };
        Self { subject, origin }
    }

    /// Returns the origin of a local variable that was made only from this.
    pub fn into_origin(self) -> Origin {
        match self.origin.source {
            Source::OwnName => Origin {
                source: Source::Local(self.subject),
                grounds: self.origin.grounds,
            },
            Source::Argument | Source::Local(_) | Source::Member(_) => self.origin,
        }
    }
}

impl Origin {
    /// Creates the origin of an argument.
    pub fn of_argument(grounds: Grounds) -> Self {
        Self {
            source: Source::Argument,
            grounds,
        }
    }
}

impl From<Reading> for Reason {
    fn from(reading: Reading) -> Self {
        Self::Reads(reading)
    }
}

impl From<Malformed> for Reason {
    fn from(malformed: Malformed) -> Self {
        Self::Malformed(malformed)
    }
}

/// "reads `api_key`, an API key".
impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reads(reading) => words::write(f, format_args!("reads {reading}")),
            Self::Opaque(opaque) => {
                words::write(f, format_args!("contains {opaque}, which cannot be judged"))
            }
            Self::WholeSelf => words::write(
                f,
                format_args!("reads `self`, which is never recorded as a whole"),
            ),
            Self::UnreadCapture(written) => words::write(
                f,
                format_args!("captures `{written}`, which cannot be read here"),
            ),
            Self::Malformed(malformed) => malformed.fmt(f),
        }
    }
}

/// "`api_key`, an API key", "`m`, which holds `password`, a password".
impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { subject, origin } = self;
        match origin.source {
            Source::OwnName => words::write(f, format_args!("{subject}, {}", origin.grounds)),
            Source::Argument | Source::Local(_) | Source::Member(_) => {
                words::write(f, format_args!("{subject}, which {origin}"))
            }
        }
    }
}

/// A name in backticks, a key in quotes.
impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => words::write(f, format_args!("`{name}`")),
            Self::Key(key) => words::write(f, format_args!("\"{key}\"")),
        }
    }
}

/// "is a database connection pool (`PgPool`)", "holds `password`, a password".
impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            Source::OwnName | Source::Argument => {
                words::write(f, format_args!("is {}", self.grounds))
            }
            Source::Local(subject) => {
                words::write(f, format_args!("holds {subject}, {}", self.grounds))
            }
            Source::Member(shown) => {
                words::write(f, format_args!("holds {} (`{shown}`)", self.grounds))
            }
        }
    }
}

/// Completes "is ...".
impl fmt::Display for Grounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(refusal) => words::write(f, format_args!("{}", refusal.reason)),
            Self::Type { class, name } => {
                words::write(f, format_args!("{} (`{name}`)", class.noun()))
            }
            Self::MayBe(refusal) => {
                words::write(f, format_args!("something that may be {}", refusal.reason))
            }
            Self::Promised(refusal) => words::write(
                f,
                format_args!(
                    "text under a name that promises a number or a flag (it may be {})",
                    refusal.reason
                ),
            ),
            Self::PartOfSelf => {
                words::write(f, format_args!("a part of `Self` whose name says nothing"))
            }
            Self::AnyText { .. } => {
                words::write(f, format_args!("text that could contain anything"))
            }
        }
    }
}

/// Completes "contains ...".
impl fmt::Display for Opaque {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let noun = match self {
            Self::Closure => "a closure",
            Self::Assignment => "an assignment",
            Self::AsyncBlock => "an `async` block",
            Self::Loop => "a loop",
            Self::Jump => "a jump such as `return` or `break`",
            Self::LabelledBlock => "a labelled block",
            Self::Statements => "a block with statements",
            Self::PartOfSelf => "a part of `self` whose name says nothing",
            Self::UnnamedCall => "a call of an unnamed function",
            Self::Function(name) => {
                return words::write(f, format_args!("a function passed by name (`{name}`)"));
            }
            Self::Environment(name) => {
                return words::write(f, format_args!("`{name}!` of a name that is not a literal"));
            }
            Self::Macro(name) => return words::write(f, format_args!("the macro `{name}!`")),
            Self::MacroPattern => "a pattern that a macro makes",
            Self::Concat => "a `concat!` of something other than values",
            Self::Syntax => "syntax that is not known here",
        };
        words::write(f, format_args!("{noun}"))
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::NoFormatString => "needs a format string",
            Self::FormatArgument => "has an argument after its format string that cannot be read",
            Self::Reviewed => "must be written `reviewed!(value, reason = \"why it is safe\")`",
            Self::ReviewedWithoutReason => "is reviewed without a reason: say why it is safe",
        };
        words::write(f, format_args!("{text}"))
    }
}
