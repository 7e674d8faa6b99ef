//! Free text with what was found in it replaced, cut at the bound.

use std::borrow::Cow;

use scorer_instrument_policy::Class;

use crate::{Cause, Inner, scan};

/// How far beyond the bound a text may be written when markers make it shorter, and how far beyond that it is read:
/// what begins in the former is recognised whole.
const AHEAD: usize = 1024;

/// How often a text is looked through. What is found may have hidden something else: in `a@b.example:x/y` with a secret in
/// the place of `x/y` a path makes the address a host, and a marker does not. So a text in which something was found is
/// looked through again as it will be written, which also leaves nothing for another redactor to find. When the last pass
/// still finds something, all that stands behind it goes.
const PASSES: usize = 4;

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

/// What was found, without the markers that it begins or ends with, or in: none is cut in two or replaced by itself.
pub(crate) fn beside_markers(text: &str, found: Vec<Found>) -> Vec<Found> {
    if found.is_empty() {
        return found;
    }
    let markers: Vec<(usize, usize)> = text
        .match_indices("[redacted:")
        .filter_map(|(at, _)| Some((at, marker_at(text.as_bytes(), at)?)))
        .collect();
    if markers.is_empty() {
        return found;
    }
    let (mut next, mut kept) = (0, Vec::with_capacity(found.len()));
    for mut it in found {
        while markers.get(next).is_some_and(|(_, end)| *end <= it.start) {
            next += 1;
        }
        let own = markers[next..]
            .iter()
            .take_while(|(from, _)| *from < it.end);
        let own = &markers[next..next + own.count()];
        for (from, to) in own {
            if *from <= it.start {
                it.start = *to;
            }
        }
        for (from, to) in own.iter().rev() {
            if *to >= it.end {
                it.end = *from;
            }
        }
        if it.start < it.end {
            kept.push(it);
        }
    }
    kept
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
    let (out, end) = written(text, readable.len(), &found, limit, &mut replaced);
    let is_whole = end == Some(text.len());
    let (out, is_whole) = if found.is_empty() {
        (out, is_whole)
    } else {
        looked_through_again(inner, out, is_whole, limit, &mut replaced)
    };
    if is_whole {
        Cow::Owned(out)
    } else {
        Cow::Owned(cut(out, limit))
    }
}

/// A text in which something was found, after the passes that follow the first one; and whether it is whole.
fn looked_through_again(
    inner: &Inner,
    mut text: String,
    mut is_whole: bool,
    limit: usize,
    replaced: &mut impl FnMut(Class, Cause),
) -> (String, bool) {
    for pass in 2..=PASSES {
        let mut found = scan::scan(&inner.names, &text, !is_whole);
        let Some(first) = found.first_mut() else {
            break;
        };
        if pass == PASSES {
            first.end = text.len();
            found.truncate(1);
        }
        let (next, end) = written(&text, text.len(), &found, limit, replaced);
        is_whole &= end == Some(text.len());
        text = next;
    }
    (text, is_whole)
}

/// The text up to `to` with markers in the place of what was found, within the bound; and where in `text` it ends, unless
/// the bound ended it.
fn written(
    text: &str,
    to: usize,
    found: &[Found],
    limit: usize,
    replaced: &mut impl FnMut(Class, Cause),
) -> (String, Option<usize>) {
    let mut out = String::with_capacity(to.min(limit));
    let mut from = 0;
    for it in found.iter().take_while(|it| it.start < to) {
        let before = push(&mut out, &text[from..it.start], limit);
        replaced(it.class, it.cause);
        let marker = marker(it.class);
        if !before || out.len() + marker.len() > limit {
            return (out, None);
        }
        out.push_str(marker);
        from = it.end;
    }
    let rest = text.get(from..to).unwrap_or_default();
    let end = push(&mut out, rest, limit).then_some(from.max(to));
    (out, end)
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
