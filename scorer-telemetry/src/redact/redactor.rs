//! The redactor, and what of it needs neither a visitor nor an exporter.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use scorer_instrument_policy::Policy;
use scorer_redact::DEFAULT_LIMIT;
use tracing::field::Field;

use super::causes::Causes;
use super::count::{Counts, Leak, Misprints, Redacted};
use super::names::Names;
use super::print;
use super::text::{Inner, read_at_most, redacted};

/// Replaces secrets and personal data by `[redacted:<class>]`, counts what it replaced, and cuts long strings.
///
/// A value is replaced when the policy refuses its name, or when it has the shape of a secret: a JWT, bearer or
/// basic credentials, a URL or connection string with a password, a private key, an AWS key, an e-mail address,
/// a payment card's number. In free text (messages, SQL, errors) a refused name that is followed by a value
/// counts too: `password=..`, `"api_key": ".."`, `Login { token: ".." }`. A `bool` is always kept, and an integer under a
/// name that only text makes sensitive.
///
/// Cheap to clone; clones share their counts.
#[derive(Clone)]
pub struct Redactor(pub(super) Arc<Inner>);

impl Redactor {
    /// A redactor that asks this policy, the team's words included.
    pub fn new(policy: Policy) -> Self {
        Self::with_limit(policy, DEFAULT_LIMIT)
    }

    /// The same with another bound on strings, in bytes; at least 64.
    pub fn with_limit(policy: Policy, limit: usize) -> Self {
        Self::of(scorer_redact::Redactor::with_limit(policy, limit))
    }

    /// One that replaces nothing: what the bench compares with.
    #[cfg(feature = "__unredacted")]
    pub(crate) fn none(limit: usize) -> Self {
        Self::of(scorer_redact::Redactor::none(limit))
    }

    fn of(text: scorer_redact::Redactor) -> Self {
        Self(Arc::new(Inner {
            names: Names::new(text),
            counts: Counts::default(),
        }))
    }

    /// Free text: a message, an error, a statement. What is found in it is replaced, and the rest is kept.
    pub fn text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        redacted(&self.0, None, text)
    }

    /// An error and what caused it, as free text. One whose `Display` panics says that it did.
    pub fn error(&self, error: &(dyn std::error::Error + 'static)) -> String {
        let limit = read_at_most(&self.0) + 4;
        print::printed(
            format_args!("{}", Causes(error)),
            limit,
            |printed| match printed {
                Ok(written) => {
                    self.0.counts.add_all(&written.replaced, None);
                    self.text(written.text).into_owned()
                }
                Err(failure) => {
                    self.0.counts.add_misprint(failure);
                    failure.marker().to_owned()
                }
            },
        )
    }

    /// The text of a field. The name is judged once for the callsite.
    pub fn field<'a>(&self, field: &Field, text: &'a str) -> Cow<'a, str> {
        match self.0.names.of_field(field) {
            Some(refused) => Cow::Owned(self.0.by_name(field.name(), refused)),
            None => redacted(&self.0, Some(field.name()), text),
        }
    }

    /// What was replaced so far, by class and cause. A value counts once, however many outputs it goes to.
    pub fn counts(&self) -> Vec<Redacted> {
        self.0.counts.all()
    }

    /// What went wrong so far while values were printed.
    pub fn misprints(&self) -> Misprints {
        self.0.counts.misprints()
    }

    /// Counts what is dropped because it comes from values that are printed within each other; whether it is the first.
    pub(crate) fn drop_nested(&self) -> bool {
        self.0.counts.add_misprint(print::Failure::TooDeep) == 0
    }

    /// The fields whose values were replaced, most often first: where the code leaks. Bounded in number.
    pub fn leaks(&self) -> Vec<Leak> {
        self.0.counts.leaks()
    }
}

impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redactor")
            .field("limit", &self.0.names.text().limit())
            .finish_non_exhaustive()
    }
}
