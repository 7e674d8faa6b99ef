//! The lines around a finding, as much of them as can be shown.

use std::ops::Range;

use crate::engine::finding::Finding;
use crate::rule::Group;

use super::texts::Text;

/// How many characters are shown before and behind what is at fault.
const AROUND: usize = 100;
/// How many bytes at fault are shown.
const AT_FAULT: usize = 2000;

/// Lines of a source.
pub(super) struct Excerpt {
    pub(super) text: String,
    /// What is at fault, in the text.
    pub(super) at: Range<usize>,
}

/// Whether literals beside a finding are looked at harder.
pub(super) fn is_strict(finding: &Finding) -> bool {
    finding.rule.group == Group::RecordsTooMuch
}

/// The lines that hold a finding. Long lines are cut, and so is a finding of many lines.
pub(super) fn excerpt(text: &Text<'_>, finding: &Finding) -> Excerpt {
    let whole = text.text();
    let start = boundary(whole, finding.bytes.start);
    let mut end = boundary(whole, finding.bytes.end).max(start);
    if end - start > AT_FAULT {
        end = boundary(whole, start + AT_FAULT);
        end = whole[start..end]
            .find('\n')
            .map_or(end, |newline| start + newline);
    }
    let (from, cut_before) = before(whole, start);
    let (to, cut_behind) = behind(whole, end);
    let strict = is_strict(finding);
    let mut shown = String::new();
    if cut_before {
        shown.push('…');
    }
    shown.push_str(&text.masked(from..start, strict));
    let at = shown.len();
    shown.push_str(&text.masked(start..end, strict));
    let at = at..shown.len();
    shown.push_str(text.masked(end..to, strict).trim_end_matches('\r'));
    if cut_behind {
        shown.push('…');
    }
    Excerpt { text: shown, at }
}

/// Where the line of a byte is shown from, and whether that is not its beginning.
fn before(text: &str, at: usize) -> (usize, bool) {
    let mut from = at;
    for (passed, (start, letter)) in text[..at].char_indices().rev().enumerate() {
        if letter == '\n' {
            return (from, false);
        }
        if passed == AROUND {
            return (from, true);
        }
        from = start;
    }
    (0, false)
}

/// Up to where the line of a byte is shown, and whether that is not its end.
fn behind(text: &str, at: usize) -> (usize, bool) {
    for (passed, (start, letter)) in text[at..].char_indices().enumerate() {
        if letter == '\n' {
            return (at + start, false);
        }
        if passed == AROUND {
            return (at + start, true);
        }
    }
    (text.len(), false)
}

fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
