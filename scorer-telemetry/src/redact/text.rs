//! What all clones of a redactor share, and the redaction of free text with its counts.

use std::borrow::Cow;

use scorer_redact::{Cause, Refused};

use super::count::Counts;
use super::names::Names;

pub(super) use scorer_redact::{marker, marker_at};

/// The verdicts and the counts of one redactor.
pub(super) struct Inner {
    pub(super) names: Names,
    pub(super) counts: Counts,
}

impl Inner {
    /// Always false outside the benchmark.
    #[inline]
    pub(super) fn is_off(&self) -> bool {
        self.names.text().is_off()
    }

    /// Counts a value that is replaced because of its name, and returns the replacement.
    pub(super) fn by_name(&self, field: &str, refused: Refused) -> String {
        self.counts.add(refused.class, Cause::Name, Some(field));
        marker(refused.class).to_owned()
    }
}

/// Returns the text as it may be written. `field` is the name it was recorded under.
pub(super) fn redacted<'a>(inner: &Inner, field: Option<&str>, text: &'a str) -> Cow<'a, str> {
    let own = inner.names.text();
    own.text_with(text, |class, cause| inner.counts.add(class, cause, field))
}

/// How much of a text is read.
pub(super) fn read_at_most(inner: &Inner) -> usize {
    inner.names.text().read_at_most()
}
