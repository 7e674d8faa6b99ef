//! Which fixes of a file are made together: each whole or not at all.

use std::collections::BTreeMap;

use crate::engine::finding::{Edit, Finding, Fix};
use crate::rule::Level;

/// A finding and what mends it.
#[derive(Clone, Copy)]
pub(super) struct Candidate<'a> {
    pub(super) finding: &'a Finding,
    pub(super) fix: &'a Fix,
}

/// In the order that they win in: what is denied first, then by place.
pub(super) fn ordered<'a>(candidates: &[Candidate<'a>]) -> Vec<Candidate<'a>> {
    let mut ordered = candidates.to_vec();
    ordered.sort_by(|a, b| key(a).cmp(&key(b)));
    ordered
}

fn key<'a>(candidate: &Candidate<'a>) -> (std::cmp::Reverse<Level>, usize, usize, &'a str) {
    let finding = candidate.finding;
    (
        std::cmp::Reverse(finding.level),
        finding.bytes.start,
        finding.bytes.end,
        finding.rule.name,
    )
}

/// The candidates that do not get into one another's way, the earlier ones winning. An edit that two of them make alike is
/// in nobody's way.
pub(super) fn choose<'a>(candidates: &[Candidate<'a>]) -> Vec<Candidate<'a>> {
    let mut taken = Taken::default();
    let mut won = Vec::new();
    for candidate in candidates {
        if candidate.fix.edits.iter().all(|edit| taken.admits(edit)) {
            taken.add(&candidate.fix.edits);
            won.push(*candidate);
        }
    }
    won
}

/// The edits that won, by place.
#[derive(Default)]
struct Taken<'a>(BTreeMap<(usize, usize), &'a str>);

impl<'a> Taken<'a> {
    fn add(&mut self, edits: &'a [Edit]) {
        for edit in edits {
            self.0
                .insert((edit.bytes.start, edit.bytes.end), &edit.text);
        }
    }

    fn admits(&self, edit: &Edit) -> bool {
        let (start, end) = (edit.bytes.start, edit.bytes.end);
        if self.0.get(&(start, end)) == Some(&edit.text.as_str()) {
            return true;
        }
        // What won does not overlap, so that ends come in the order of begins.
        let near = self.0.range(..=(end, usize::MAX)).rev();
        near.take_while(|((_, other), _)| *other >= start)
            .all(|((from, until), _)| {
                let is_insertion = start == end || from == until;
                // Two insertions at one place, or one at a border, have no order that both meant.
                if is_insertion {
                    *from > end || *until < start
                } else {
                    *from >= end || *until <= start
                }
            })
    }
}
