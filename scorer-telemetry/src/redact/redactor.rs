//! The redactor, apart from its visitor and its exporter.

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
/// A value is replaced if the policy refuses its name, or if it has the shape of a secret: a JWT, bearer or basic
/// credentials, a URL or connection string with a password, a private key, an AWS key, an e-mail address, or the number
/// of a payment card. In free text (messages, SQL, errors), a value is also replaced if it follows a refused name:
/// `password=..`, `"api_key": ".."`, `Login { token: ".." }`. A `bool` is always kept. An integer is kept if its name
/// is refused only for text.
///
/// It is cheap to clone; clones share their counts.
#[derive(Clone)]
pub struct Redactor(pub(super) Arc<Inner>);

impl Redactor {
    /// Creates a redactor that follows this policy, including the team's words.
    pub fn new(policy: Policy) -> Self {
        Self::with_limit(policy, DEFAULT_LIMIT)
    }

    /// Creates a redactor with another limit on the length of strings, in bytes. The minimum is 64.
    pub fn with_limit(policy: Policy, limit: usize) -> Self {
        Self::of(scorer_redact::Redactor::with_limit(policy, limit))
    }

    /// Creates a redactor that replaces nothing, so that the benchmark has something to compare with.
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

    /// Redacts free text, such as a message, an error or a statement. It replaces what it finds and keeps the rest.
    pub fn text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        redacted(&self.0, None, text)
    }

    /// Redacts an error and its causes as free text. If the error's `Display` panics, the text says so.
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

    /// Redacts the text of a field. The name of the field is checked once per callsite.
    pub fn field<'a>(&self, field: &Field, text: &'a str) -> Cow<'a, str> {
        match self.0.names.of_field(field) {
            Some(refused) => Cow::Owned(self.0.by_name(field.name(), refused)),
            None => redacted(&self.0, Some(field.name()), text),
        }
    }

    /// Returns what was replaced so far, by class and cause. A value counts once, however many outputs it is written
    /// to.
    pub fn counts(&self) -> Vec<Redacted> {
        self.0.counts.all()
    }

    /// Returns how often printing a value went wrong so far.
    pub fn misprints(&self) -> Misprints {
        self.0.counts.misprints()
    }

    /// Counts a record that is dropped because values are printed within each other. Returns whether it is the first
    /// one.
    pub(crate) fn drop_nested(&self) -> bool {
        self.0.counts.add_misprint(print::Failure::TooDeep) == 0
    }

    /// Returns the fields whose values were replaced, the most frequent first: these are the places where the code
    /// leaks. Their number is limited.
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
