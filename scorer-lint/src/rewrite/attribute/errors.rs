//! Which types of a package `err` can record: it takes what implements the standard library's trait of errors.

use std::collections::BTreeMap;

use crate::analysis::error_type::{self, ErrorType};
use crate::engine::cx::Cx;
use crate::engine::facts::Fact;

/// What a package's sources say of its errors.
#[derive(Default)]
pub(crate) struct Errors(BTreeMap<String, Known>);

/// What is known of one name; several types may be called so.
#[derive(Default)]
struct Known {
    types: usize,
    /// Those of them that are errors.
    errors: usize,
    /// What an alias of that name has for its error.
    aliases: Vec<ErrorType>,
}

impl Fact for Errors {
    fn merge(&mut self, other: Self) {
        for (name, more) in other.0 {
            let known = self.0.entry(name).or_default();
            known.types += more.types;
            known.errors += more.errors;
            known.aliases.extend(more.aliases);
        }
    }
}

/// Whether `err` compiles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Recorded {
    Yes,
    /// The package's own type of this name is no error.
    No(String),
    Unknown,
}

/// How many aliases are followed from one to the next.
const ALIASES: usize = 4;

impl Errors {
    /// Tells a package what a file declares.
    pub(crate) fn tell(cx: &Cx<'_>) {
        if !cx.facts::<Self>().0.is_empty() {
            return;
        }
        let mut errors = Self::default();
        for item in cx.file.types() {
            let mut derives = item.derives.iter();
            // One that derives `Recordable` is recorded as that says.
            let is_safe = derives.any(|derive| cx.file.is_word(*derive, "Recordable"));
            let known = errors.known(cx.file.word(item.name));
            known.types += 1;
            known.errors += usize::from(is_safe);
        }
        for name in error_type::errors(cx.file) {
            errors.known(&name).errors += 1;
        }
        for (name, error) in error_type::aliases(cx.file) {
            errors.known(&name).aliases.push(error);
        }
        cx.facts::<Self>().merge(errors);
    }

    fn known(&mut self, name: &str) -> &mut Known {
        self.0.entry(name.to_owned()).or_default()
    }

    /// Whether `err` records this error.
    pub(crate) fn records(&self, error: &ErrorType) -> Recorded {
        self.records_within(error, ALIASES)
    }

    fn records_within(&self, error: &ErrorType, depth: usize) -> Recorded {
        let name = match error {
            ErrorType::Printed => return Recorded::Yes,
            ErrorType::Unknown => return Recorded::Unknown,
            ErrorType::Own(name) => name,
        };
        match self.0.get(name) {
            Some(known) if !known.aliases.is_empty() && depth > 0 => {
                let mut aliases = known.aliases.iter();
                let first = aliases
                    .next()
                    .map(|error| self.records_within(error, depth - 1));
                let is_like = |error| first == Some(self.records_within(error, depth - 1));
                match first {
                    Some(ref answer) if aliases.all(is_like) => answer.clone(),
                    _ => Recorded::Unknown,
                }
            }
            Some(known) if known.types > 0 && known.errors == 0 => Recorded::No(name.clone()),
            Some(known) if known.types > 0 && known.errors >= known.types => Recorded::Yes,
            // A type of another file's macro, or of another crate.
            Some(known) if known.types == 0 && known.errors > 0 => Recorded::Yes,
            _ => Recorded::Unknown,
        }
    }
}
