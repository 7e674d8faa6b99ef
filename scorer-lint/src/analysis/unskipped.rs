//! What `#[tracing::instrument]` records of a function's arguments, shared by the rules on arguments.

use std::collections::HashSet;
use std::ops::Range;

use scorer_instrument_policy::syntax::types::Shape;
use scorer_instrument_policy::syntax::value_shape;
use scorer_instrument_policy::{Class, TypeClass, TypeVerdict, Verdict};

use crate::analysis::code::Code;
use crate::analysis::flow::Parameter;
use crate::source::{
    Argument, Attribute, File, Function, Tokens, fields, path_text, resolved, top_level,
};

/// A function under `#[tracing::instrument]` or `#[scorer_span]`.
pub(crate) struct Instrumented<'a> {
    pub(crate) function: &'a Function,
    pub(crate) attribute: &'a Attribute,
    /// Whether it is `#[scorer_span]`, whose arguments the compiler judges.
    pub(crate) guarded: bool,
    /// Whether `skip_all` stands there.
    pub(crate) skips_all: bool,
    /// Where the names in `skip(..)` stand.
    pub(crate) skipped: Vec<u32>,
    /// The parentheses' inside of `skip(..)`, where it is written.
    pub(crate) skip: Option<Tokens>,
    /// `fields(..)`.
    pub(crate) fields: Vec<Argument>,
}

/// The file's instrumented functions.
pub(crate) fn instrumented(file: &File) -> Vec<Instrumented<'_>> {
    let marks = file.hits_of(&["instrument", "scorer_span"]);
    if marks.is_empty() {
        return Vec::new();
    }
    let functions = file.functions().iter();
    functions
        .filter_map(|function| {
            let (attribute, guarded) = function
                .attributes
                .iter()
                .find_map(|attribute| Some((attribute, is_instrument(file, attribute)?)))?;
            Some(read(file, function, attribute, guarded))
        })
        .collect()
}

/// Those whose attribute the compiler does not judge.
pub(crate) fn raw(file: &File) -> impl Iterator<Item = Instrumented<'_>> {
    instrumented(file).into_iter().filter(|one| !one.guarded)
}

/// The `fn` of each instrumented function.
pub(crate) fn keywords(file: &File) -> HashSet<u32> {
    instrumented(file)
        .iter()
        .map(|one| one.function.keyword)
        .collect()
}

/// Whether an attribute opens a span; and if so, whether it is `#[scorer_span]`.
fn is_instrument(file: &File, attribute: &Attribute) -> Option<bool> {
    let path = resolved(file, &path_text(file, &attribute.path));
    let (krate, last) = path.rsplit_once("::").unwrap_or(("", &path));
    match last {
        "scorer_span" => Some(true),
        "instrument"
            if !matches!(
                krate.split("::").next(),
                Some("fastrace" | "minitrace" | "logfire")
            ) =>
        {
            Some(false)
        }
        _ => None,
    }
}

fn read<'a>(
    file: &'a File,
    function: &'a Function,
    attribute: &'a Attribute,
    guarded: bool,
) -> Instrumented<'a> {
    let mut instrumented = Instrumented {
        function,
        attribute,
        guarded,
        skips_all: false,
        skipped: Vec::new(),
        skip: None,
        fields: Vec::new(),
    };
    for at in top_level(file, &attribute.arguments) {
        let inside = file.inside(at + 1);
        match file.word(at) {
            "skip_all" => instrumented.skips_all = true,
            "skip" if file.is(at + 1, b'(') => {
                instrumented.skipped.extend(inside.clone());
                instrumented.skip = Some(inside);
            }
            "fields" if file.is(at + 1, b'(') => instrumented.fields = fields(file, inside),
            _ => {}
        }
    }
    instrumented
}

impl Instrumented<'_> {
    /// Whether an argument is recorded as it is.
    pub(crate) fn records(&self, file: &File, name: &str) -> bool {
        let overridden = self.fields.iter().any(|field| match field {
            Argument::Field { name: field, .. } => field.text.as_deref() == Some(name),
            _ => false,
        });
        !self.skips_all && !overridden && !self.skipped.iter().any(|at| file.is_word(*at, name))
    }

    /// The attribute with one more argument skipped, as it is to be written.
    pub(crate) fn with_skip(&self, file: &File, name: &str) -> String {
        let attribute = &self.attribute;
        let path = file.text_of(&attribute.path);
        let written = file.text_of(&attribute.arguments).trim();
        let arguments = match &self.skip {
            Some(skip) => {
                let start = file.bytes_of(&attribute.arguments).start;
                let inside = file.bytes_of(skip);
                let raw = &file.text[start..];
                let (before, rest) =
                    raw.split_at(inside.start.saturating_sub(start).min(raw.len()));
                let inner = file.text_of(skip).trim().trim_end_matches(',');
                let behind = rest.get(inside.len()..).unwrap_or_default();
                let end = file
                    .bytes_of(&attribute.arguments)
                    .end
                    .saturating_sub(inside.end);
                let behind = behind.get(..end).unwrap_or_default();
                if inner.is_empty() {
                    format!("{before}{name}{behind}")
                } else {
                    format!("{before}{inner}, {name}{behind}")
                }
            }
            None if written.is_empty() => format!("skip({name})"),
            None => format!("skip({name}), {written}"),
        };
        format!("#[{path}({arguments})]")
    }
}

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
