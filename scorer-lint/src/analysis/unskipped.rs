//! What `#[tracing::instrument]` records of a function's arguments, shared by the rules on arguments.

use std::fmt;
use std::ops::Range;

use scorer_instrument_policy::{Class, Record, TypeClass, TypeVerdict};
use scorer_instrument_syntax::reason::{Grounds, Origin};
use scorer_instrument_syntax::types::Shape;

use crate::analysis::code::Code;
use crate::analysis::flow::Parameter;
use crate::analysis::shown_type::ShownType;
use crate::source::instrument::raw;

/// What stands against an argument that is recorded.
pub(crate) struct Against {
    pub(crate) kind: AgainstKind,
    why: Why,
}

/// Which rule it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AgainstKind {
    Pool,
    Credential,
    Personal,
    Large,
}

/// Why an argument must not be recorded. It completes "argument `x` ...".
enum Why {
    /// The compiler refuses it, too, or what it was taken out of.
    Is(Origin),
    /// `ConnectInfo(address)`.
    CallersAddress,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Is(origin) => origin.fmt(f),
            Self::CallersAddress => f.write_str("is the caller's IP address (`ConnectInfo`)"),
        }
    }
}

/// What stands against recording an argument: what the compiler refuses, and an extractor whose inside nobody knows.
pub(crate) fn against(parameter: &Parameter) -> Option<Against> {
    let found = |kind, why| Against { kind, why };
    if parameter.holder_name.as_deref() == Some("ConnectInfo") {
        return Some(found(AgainstKind::Personal, Why::CallersAddress));
    }
    let origin = match &parameter.refused {
        Some(refused) => refused.origin.clone(),
        None => Origin::of_argument(held(parameter)?),
    };
    (!is_left_to_the_compiler(&origin.grounds))
        .then(|| found(kind(&origin.grounds), Why::Is(origin)))
}

/// An extractor's inside of an unknown type is still a whole body, or the state of the whole service.
fn held(parameter: &Parameter) -> Option<Grounds> {
    match &parameter.holder {
        TypeVerdict::Refused { class, name }
            if matches!(class, TypeClass::Body | TypeClass::Json | TypeClass::State)
                && parameter.verdict == TypeVerdict::Unknown
                && parameter.shape == Shape::Other
                && parameter.holder_name.as_deref() != Some("Extension") =>
        {
            Some(Grounds::Type {
                class: *class,
                name: name.clone(),
            })
        }
        _ => None,
    }
}

/// What the compiler refuses because it cannot know better, and a reviewer knows to be fit most of the time.
fn is_left_to_the_compiler(grounds: &Grounds) -> bool {
    match grounds {
        // As long as its type says, and seldom more than a digest.
        Grounds::Type {
            class: TypeClass::Collection,
            name,
        } => name == "[_; _]",
        // Where a file lies, or what a route found in a URL, says nothing of anybody most of the time.
        Grounds::Type {
            class: TypeClass::Qualified,
            name,
        } => matches!(
            name.as_str(),
            "Path" | "PathBuf" | "Utf8Path" | "Utf8PathBuf"
        ),
        // `key: &str` is the key of a cache, of a map, of an object in a bucket.
        Grounds::AnyText { is_bulk } => !is_bulk,
        // Which type `Self` is, a reviewer sees.
        Grounds::PartOfSelf => true,
        Grounds::Name(_) | Grounds::MayBe(_) | Grounds::Promised(_) | Grounds::Type { .. } => false,
    }
}

fn kind(grounds: &Grounds) -> AgainstKind {
    match grounds {
        Grounds::Name(refusal) | Grounds::MayBe(refusal) | Grounds::Promised(refusal) => {
            match refusal.class {
                Class::Credential | Class::Secret | Class::Team => AgainstKind::Credential,
                Class::Pii | Class::Financial | Class::Health => AgainstKind::Personal,
                Class::Vague => AgainstKind::Large,
            }
        }
        Grounds::Type { class, .. } => match class {
            TypeClass::Pool
            | TypeClass::Connection
            | TypeClass::Transaction
            | TypeClass::Executor => AgainstKind::Pool,
            TypeClass::Credential | TypeClass::Headers => AgainstKind::Credential,
            TypeClass::Pii => AgainstKind::Personal,
            TypeClass::Body
            | TypeClass::Json
            | TypeClass::Collection
            | TypeClass::State
            | TypeClass::Client
            | TypeClass::Qualified => AgainstKind::Large,
        },
        Grounds::AnyText { .. } | Grounds::PartOfSelf => AgainstKind::Large,
    }
}

/// An argument that raw `#[instrument]` records and should not.
pub(crate) struct Recorded {
    pub(crate) bytes: Range<usize>,
    pub(crate) message: String,
    /// The argument.
    pub(crate) name: String,
    /// The attribute that records it.
    pub(crate) attribute: Range<usize>,
    /// Its type, of which the package's own definition may know better than the name that it is refused for.
    pub(crate) named: Option<ShownType>,
    /// Whether it is refused for what it is called itself, and not for its type's name.
    pub(crate) by_own_name: bool,
}

/// Why it is recorded at all.
pub(crate) const NOTE: &str = "`#[instrument]` records every argument that is not skipped; `#[scorer_span]` refuses to compile";

/// The arguments of one kind that raw `#[instrument]` records.
pub(crate) fn recorded(code: &Code<'_>, kind: AgainstKind) -> Vec<Recorded> {
    let mut found = Vec::new();
    for instrumented in raw(code.file) {
        let flow = code.flow(instrumented.function);
        for parameter in flow.parameters() {
            let name = &parameter.name;
            if !instrumented.records(code.file, name, Record::All) {
                continue;
            }
            if let Some(against) = against(parameter).filter(|against| against.kind == kind) {
                let named = match &against.why {
                    Why::Is(Origin {
                        grounds:
                            Grounds::Type {
                                class: TypeClass::Credential | TypeClass::Pii,
                                name,
                            },
                        ..
                    }) => Some(ShownType::Named(name.clone())),
                    _ => None,
                };
                // An account on a ledger is a number: `recipient: H256`.
                let by_own_name = kind == AgainstKind::Personal && named.is_none();
                let own = parameter.ty.clone().filter(|_| by_own_name);
                found.push(Recorded {
                    named: named.or(own.map(ShownType::Named)),
                    by_own_name,
                    bytes: parameter.bytes.clone(),
                    message: format!("argument `{name}` {} and is recorded", against.why),
                    name: name.clone(),
                    attribute: code.file.bytes_of(&instrumented.attribute.all),
                });
            }
        }
    }
    found
}
