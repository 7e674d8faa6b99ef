//! Free text with what was found in it replaced, cut at the bound.

use std::borrow::Cow;

use scorer_instrument_policy::Class;

use crate::{Cause, Inner, scan};

/// How far beyond the bound a text may be written when markers make it shorter, and how far beyond that it is read:
/// what begins in the former is recognised whole.
const AHEAD: usize = 1024;

/// The end of a text that was cut.
const CUT: &str = "…";

/// Something that must not be written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) class: Class,
    pub(crate) cause: Cause,
}

/// Returns the text that replaces a value of this class.
pub fn marker(class: Class) -> &'static str {
    match class {
        Class::Credential => "[redacted:credential]",
        Class::Secret => "[redacted:secret]",
        Class::Pii => "[redacted:pii]",
        Class::Financial => "[redacted:financial]",
        Class::Health => "[redacted:health]",
        Class::Vague => "[redacted:vague]",
        Class::Team => "[redacted:team]",
    }
}

/// Returns the end of the marker that begins at `at`, or `None` if there is none.
pub fn marker_at(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?;
    if !rest.starts_with(b"[redacted:") {
        return None;
    }
    Class::ALL
        .into_iter()
        .map(marker)
        .find(|marker| rest.starts_with(marker.as_bytes()))
        .map(|marker| at + marker.len())
}

/// The text as it may be written; `replaced` is told of each value that is not.
pub(crate) fn redacted<'a>(
    inner: &Inner,
    text: &'a str,
    limit: usize,
    mut replaced: impl FnMut(Class, Cause),
) -> Cow<'a, str> {
    let readable = upto(text, limit.saturating_add(AHEAD));
    let window = upto(text, limit.saturating_add(2 * AHEAD));
    let found = if inner.is_off() {
        Vec::new()
    } else {
        scan::scan(&inner.names, window, window.len() < text.len())
    };
    if found.is_empty() && text.len() <= limit {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(readable.len().min(limit));
    let mut from = 0;
    for it in found.iter().take_while(|it| it.start < readable.len()) {
        let before = push(&mut out, &text[from..it.start], limit);
        replaced(it.class, it.cause);
        let marker = marker(it.class);
        if !before || out.len() + marker.len() > limit {
            return Cow::Owned(cut(out, limit));
        }
        out.push_str(marker);
        from = it.end;
    }
    let rest = readable.get(from..).unwrap_or_default();
    if push(&mut out, rest, limit) && from.max(readable.len()) == text.len() {
        Cow::Owned(out)
    } else {
        Cow::Owned(cut(out, limit))
    }
}

/// How much of a text is read.
pub(crate) fn read_at_most(inner: &Inner) -> usize {
    inner.limit.saturating_add(2 * AHEAD)
}

/// Puts as much of `part` as the bound allows; whether all of it.
fn push(out: &mut String, part: &str, limit: usize) -> bool {
    let fitting = upto(part, limit - out.len());
    out.push_str(fitting);
    fitting.len() == part.len()
}

/// The text with a sign that it goes on, no longer than the bound. A marker is not cut in two.
fn cut(mut out: String, limit: usize) -> String {
    let mut end = upto(&out, limit - CUT.len()).len();
    let tail = end.saturating_sub(marker(Class::Credential).len());
    for at in tail..end {
        if marker_at(out.as_bytes(), at).is_some_and(|after| after > end) {
            end = at;
            break;
        }
    }
    out.truncate(end);
    out.push_str(CUT);
    out
}

/// Returns the longest beginning of `text` with at most `limit` bytes that ends on a character boundary.
pub fn upto(text: &str, limit: usize) -> &str {
    if text.len() <= limit {
        return text;
    }
    let mut end = limit;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
