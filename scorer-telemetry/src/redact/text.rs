//! Free text, with what was replaced in it counted.

use std::borrow::Cow;

pub(super) use scorer_redact::{marker, marker_at, upto};

use super::Inner;

/// The text as it may be written; `field` is where it was recorded.
pub(super) fn redacted<'a>(inner: &Inner, field: Option<&str>, text: &'a str) -> Cow<'a, str> {
    let own = inner.names.text();
    own.text_with(text, |class, cause| inner.counts.add(class, cause, field))
}

/// How much of a text is read.
pub(super) fn read_at_most(inner: &Inner) -> usize {
    inner.names.text().read_at_most()
}
