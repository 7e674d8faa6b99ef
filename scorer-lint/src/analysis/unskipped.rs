//! What `#[tracing::instrument]` records of a function's arguments, shared by the rules on arguments.

use std::ops::Range;

use scorer_instrument_policy::syntax::types::Shape;
use scorer_instrument_policy::syntax::value_shape;
use scorer_instrument_policy::{Class, TypeClass, TypeVerdict, Verdict};

use crate::analysis::code::Code;
use crate::analysis::flow::Parameter;
use crate::source::Function;
use crate::source::instrument::raw;

/// What stands against an argument that is recorded.
pub(crate) struct Against<'a> {
    pub(crate) parameter: &'a Parameter,
    pub(crate) kind: AgainstKind,
    /// Completes "argument `x` ...": "is a password".
    pub(crate) phrase: String,
}

/// Which rule it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AgainstKind {
    Pool,
    Credential,
    Personal,
    Large,
}

/// Names of text that may be long and hold anything.
const LARGE: &[&str] = &[
    "body", "payload", "data", "input", "raw", "content", "contents", "html", "xml", "csv", "json",
    "blob", "document", "buffer", "bytes",
];

/// What stands against recording an argument: its type, then its name.
pub(crate) fn against<'a>(
    code: &Code<'_>,
    function: &Function,
    parameter: &'a Parameter,
) -> Option<Against<'a>> {
    if parameter.is_fit && !parameter.prints_nothing {
        return None;
    }
    let kind_of = |class: Class| match class {
        Class::Credential | Class::Secret | Class::Team => AgainstKind::Credential,
        _ => AgainstKind::Personal,
    };
    if parameter.holder_name.as_deref() == Some("ConnectInfo") {
        return Some(Against {
            parameter,
            kind: AgainstKind::Personal,
            phrase: "is the caller's IP address (`ConnectInfo`)".to_owned(),
        });
    }
    let name = code.policy.name(&parameter.name);
    let by_name = |verdict: Verdict| match verdict {
        Verdict::Refused(refusal) if refusal.class != Class::Vague => Some(Against {
            parameter,
            kind: kind_of(refusal.class),
            phrase: format!("is {}", refusal.reason),
        }),
        _ => None,
    };
    // An extractor's inside of an unknown type is still a whole body, or the state of the whole service.
    let verdict = match (&parameter.verdict, &parameter.holder) {
        (
            TypeVerdict::Unknown,
            holder @ TypeVerdict::Refused {
                class: TypeClass::Body | TypeClass::Json | TypeClass::State,
                ..
            },
        ) if parameter.shape == Shape::Other
            && parameter.holder_name.as_deref() != Some("Extension") =>
        {
            holder
        }
        (verdict, _) => verdict,
    };
    if let TypeVerdict::Refused { class, name: ty } = verdict {
        let kind = match class {
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
            | TypeClass::Client => AgainstKind::Large,
            TypeClass::Qualified => return by_name(name),
        };
        // A collection of passwords is first of all passwords, which its name tells.
        if kind == AgainstKind::Large
            && let Some(against) = by_name(name)
        {
            return Some(against);
        }
        if ty == "[_; _]" {
            return None;
        }
        return Some(Against {
            parameter,
            kind,
            phrase: format!("is {} (`{ty}`)", class.noun()),
        });
    }
    if value_shape::fits(&name, parameter.shape) && name != Verdict::Fit {
        return None;
    }
    if name != Verdict::Fit {
        return by_name(name);
    }
    if code.policy.is_vague(&parameter.name) && parameter.shape == Shape::Text {
        let function = code.file.word(function.name);
        if let Some(against) = by_name(code.policy.qualified(function, &parameter.name)) {
            return Some(against);
        }
    }
    let large = LARGE.contains(&parameter.name.as_str()) && parameter.shape == Shape::Text;
    large.then(|| Against {
        parameter,
        kind: AgainstKind::Large,
        phrase: "is text of any length".to_owned(),
    })
}

/// An argument that raw `#[instrument]` records and should not.
pub(crate) struct Recorded {
    pub(crate) bytes: Range<usize>,
    pub(crate) message: String,
    /// The attribute to write.
    pub(crate) help: String,
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
            if !instrumented.records(code.file, name) {
                continue;
            }
            let against = against(code, instrumented.function, parameter);
            if let Some(against) = against.filter(|against| against.kind == kind) {
                found.push(Recorded {
                    bytes: against.parameter.bytes.clone(),
                    message: format!("argument `{name}` {} and is recorded", against.phrase),
                    help: format!("write `{}`", instrumented.with_skip(code.file, name)),
                });
            }
        }
    }
    found
}
