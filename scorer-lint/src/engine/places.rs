//! Lines and columns of bytes.

use std::collections::BTreeMap;

use crate::engine::finding::Finding;
use crate::source::Place;

/// Fills in the lines and the columns of findings.
pub(crate) fn place(text: &str, findings: &mut [Finding]) {
    let bytes = findings.iter().map(|finding| &finding.bytes);
    let places = places(text, bytes.flat_map(|bytes| [bytes.start, bytes.end]));
    for finding in findings {
        finding.start = places[&finding.bytes.start];
        finding.end = places[&finding.bytes.end];
    }
}

/// The line and the column of some bytes, in one walk over the text.
pub(crate) fn places(text: &str, bytes: impl Iterator<Item = usize>) -> BTreeMap<usize, Place> {
    let mut wanted: Vec<usize> = bytes.collect();
    wanted.sort_unstable();
    wanted.dedup();
    let mut places = BTreeMap::new();
    let (mut at, mut place) = (0, Place { line: 1, column: 1 });
    for byte in wanted {
        let mut end = byte.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let passed = text.get(at..end).unwrap_or_default();
        match passed.rfind('\n') {
            Some(newline) => {
                place.line += passed.bytes().filter(|byte| *byte == b'\n').count();
                place.column = passed[newline + 1..].chars().count() + 1;
            }
            None => place.column += passed.chars().count(),
        }
        at = end.max(at);
        places.insert(byte, place);
    }
    places
}
