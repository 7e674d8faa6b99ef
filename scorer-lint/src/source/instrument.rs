//! `#[instrument]` and `#[scorer_span]`: which functions have one, and what it says.

use std::collections::HashSet;

use super::attribute::Attribute;
use super::call::{path_text, resolved};
use super::event::{Argument, fields};
use super::file::File;
use super::function::Function;
use super::text::Tokens;
use super::walk::top_level;
use scorer_instrument_policy::Record;

/// What the attribute is called.
const MARKS: &[&str] = &["instrument", "scorer_span"];

/// A function under `#[tracing::instrument]` or `#[scorer_span]`.
pub(crate) struct Instrumented<'a> {
    pub(crate) function: &'a Function,
    pub(crate) attribute: &'a Attribute,
    /// Whether it is `#[scorer_span]`, whose arguments the compiler judges.
    pub(crate) guarded: bool,
    /// Whether `skip_all` stands there.
    pub(crate) skips_all: bool,
    /// The parentheses' inside of `skip(..)`, where it is written.
    pub(crate) skip: Option<Tokens>,
    /// The parentheses' inside of `include(..)`, where it is written.
    pub(crate) include: Option<Tokens>,
    /// `fields(..)`.
    pub(crate) fields: Vec<Argument>,
}

/// The file's instrumented functions.
pub(crate) fn instrumented(file: &File) -> Vec<Instrumented<'_>> {
    let marks = file.hits_of(MARKS);
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

/// Whether a function may open a span by an attribute that holds under a condition: `cfg_attr(feature = "telemetry",
/// instrument)`.
pub(crate) fn is_conditional(file: &File, function: &Function) -> bool {
    let mut attributes = function.attributes.iter();
    attributes.any(|attribute| {
        let mut arguments = attribute.arguments.clone();
        arguments.any(|at| MARKS.contains(&file.word(at)))
    })
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
        skip: None,
        include: None,
        fields: Vec::new(),
    };
    for at in top_level(file, &attribute.arguments) {
        let inside = file.inside(at + 1);
        match file.word(at) {
            "skip_all" => instrumented.skips_all = true,
            "skip" if file.is(at + 1, b'(') => instrumented.skip = Some(inside),
            "include" if guarded && file.is(at + 1, b'(') => instrumented.include = Some(inside),
            "fields" if file.is(at + 1, b'(') => instrumented.fields = fields(file, inside),
            _ => {}
        }
    }
    instrumented
}

impl Instrumented<'_> {
    /// Whether an argument is recorded as it is. `unlisted` says which are where the attribute lists none; `#[instrument]`
    /// records all.
    pub(crate) fn records(&self, file: &File, name: &str, unlisted: Record) -> bool {
        let overridden = self.fields.iter().any(|field| match field {
            Argument::Field { name: field, .. } => field.text.as_deref() == Some(name),
            _ => false,
        });
        let named = |mut list: Tokens| list.any(|at| file.is_word(at, name));
        let recorded = match &self.include {
            Some(included) => named(included.clone()),
            None if self.guarded && unlisted == Record::Listed => false,
            None => !self.skips_all && !self.skip.clone().is_some_and(named),
        };
        recorded && !overridden
    }
}
