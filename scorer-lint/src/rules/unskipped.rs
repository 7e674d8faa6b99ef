//! What `#[tracing::instrument]` records of a function's arguments, shared by the rules on arguments.

use std::collections::HashSet;
use std::fmt;

use scorer_instrument_policy::{Class, TypeClass, TypeVerdict};
use scorer_instrument_syntax::reason::{Grounds, Origin};
use scorer_instrument_syntax::types::Shape;

use crate::cx::Cx;
use crate::finding::Finding;
use crate::flow::Parameter;
use crate::rule::Rule;
use crate::source::{
    Argument, Attribute, File, Function, Tokens, Word, fields, path_text, resolved, top_level,
};

/// A function under `#[tracing::instrument]` or `#[scorer_span]`.
pub(super) struct Instrumented<'a> {
    pub(super) function: &'a Function,
    pub(super) attribute: &'a Attribute,
    /// Whether it is `#[scorer_span]`, whose arguments the compiler judges.
    pub(super) guarded: bool,
    /// Whether `skip_all` stands there.
    pub(super) skips_all: bool,
    /// Where the names in `skip(..)` stand.
    pub(super) skipped: Vec<u32>,
    /// The parentheses' inside of `skip(..)`, where it is written.
    pub(super) skip: Option<Tokens>,
    /// `fields(..)`.
    pub(super) fields: Vec<Argument>,
}

/// The file's instrumented functions.
pub(super) fn instrumented(file: &File) -> Vec<Instrumented<'_>> {
    let marks = file.hits_of(&[Word::Instrument, Word::ScorerSpan]);
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
pub(super) fn raw(file: &File) -> impl Iterator<Item = Instrumented<'_>> {
    instrumented(file).into_iter().filter(|one| !one.guarded)
}

/// The `fn` of each instrumented function.
pub(super) fn keywords(file: &File) -> HashSet<u32> {
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
    pub(super) fn records(&self, file: &File, name: &str) -> bool {
        let overridden = self.fields.iter().any(|field| match field {
            Argument::Field { name: field, .. } => field.text.as_deref() == Some(name),
            _ => false,
        });
        !self.skips_all && !overridden && !self.skipped.iter().any(|at| file.is_word(*at, name))
    }

    /// The attribute with one more argument skipped, as it is to be written.
    pub(super) fn with_skip(&self, file: &File, name: &str) -> String {
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
pub(super) struct Against<'a> {
    pub(super) parameter: &'a Parameter,
    pub(super) kind: AgainstKind,
    why: Why,
}

/// Which rule it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AgainstKind {
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
pub(super) fn against(parameter: &Parameter) -> Option<Against<'_>> {
    let found = |kind, why| Against {
        parameter,
        kind,
        why,
    };
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
        Grounds::Name(_) | Grounds::MayBe(_) | Grounds::Type { .. } => false,
    }
}

fn kind(grounds: &Grounds) -> AgainstKind {
    match grounds {
        Grounds::Name(refusal) | Grounds::MayBe(refusal) => match refusal.class {
            Class::Credential | Class::Secret | Class::Team => AgainstKind::Credential,
            Class::Pii | Class::Financial | Class::Health => AgainstKind::Personal,
            Class::Vague => AgainstKind::Large,
        },
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

/// Reports the arguments of one kind that raw `#[instrument]` records.
pub(super) fn report(cx: &Cx<'_>, rule: &'static Rule, kind: AgainstKind) {
    for instrumented in raw(cx.file) {
        let flow = cx.flow(instrumented.function);
        for parameter in flow.parameters() {
            if !instrumented.records(cx.file, &parameter.name) {
                continue;
            }
            if let Some(against) = against(parameter).filter(|against| against.kind == kind) {
                cx.report(finding(cx, rule, &instrumented, &against));
            }
        }
    }
}

fn finding(
    cx: &Cx<'_>,
    rule: &'static Rule,
    instrumented: &Instrumented<'_>,
    against: &Against<'_>,
) -> Finding {
    let name = &against.parameter.name;
    let message = format!("argument `{name}` {} and is recorded", against.why);
    cx.at_bytes(rule, against.parameter.bytes.clone(), message)
        .help(format!("write `{}`", instrumented.with_skip(cx.file, name)))
        .note("`#[instrument]` records every argument that is not skipped; `#[scorer_span]` refuses to compile")
}
