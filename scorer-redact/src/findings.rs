//! What a walk found: each finding is put beside those that it overlaps, and in the end all are in order and apart.

use scorer_instrument_policy::Class;

use crate::scan::Scan;
use crate::text::{Found, beside_markers};
use crate::{Cause, person, table};

/// How many times the length of a text may be read for values within values.
const NESTED: usize = 4;

/// How many values may each begin within the previous one and end after it.
const CHAINED: usize = 32;

impl Scan<'_> {
    /// Everything that was found, in order and apart.
    pub(crate) fn finish(mut self) -> Vec<Found> {
        let phrase = std::mem::take(&mut self.phrase);
        if let Some(found) = phrase.finish() {
            self.aside.push(found);
        }
        if self.lines.may_be_table() {
            table::rows(&mut self);
        }
        self.again();
        person::beside(&mut self);
        if self.aside.is_empty() {
            return beside_markers(self.text, self.found);
        }
        let mut all = self.found;
        all.append(&mut self.aside);
        all.sort_by_key(|it| (it.start, std::cmp::Reverse(it.end)));
        let mut apart: Vec<Found> = Vec::with_capacity(all.len());
        for it in all {
            match apart.last_mut() {
                Some(last) if it.start < last.end => last.end = last.end.max(it.end),
                _ => apart.push(it),
            }
        }
        beside_markers(self.text, apart)
    }

    /// What a name gave away is a secret wherever else it stands: `{etl Sn0wdr1ft db} password:Sn0wdr1ft`.
    fn again(&mut self) {
        const SHORTEST: usize = 8;
        const MOST: usize = 4;
        let text = self.text;
        let mut others = Vec::new();
        for it in self.found.iter().take(MOST) {
            let value = text.get(it.start..it.end).unwrap_or_default();
            let value = value.split(' ').next().unwrap_or_default();
            let is_own = it.cause == Cause::Name
                && value.len() >= SHORTEST
                && value.bytes().any(|b| b.is_ascii_digit())
                && value.bytes().any(|b| b.is_ascii_alphabetic());
            if is_own {
                let places = text.match_indices(value).filter(|(at, _)| *at != it.start);
                others.extend(places.map(|(start, _)| Found {
                    start,
                    end: start + value.len(),
                    ..*it
                }));
            }
        }
        self.aside.append(&mut others);
    }

    /// Returns the end of a value. If names are nested so deep or are so many that it must be an attack, the whole rest
    /// is replaced.
    pub(crate) fn bounded(&mut self, start: usize, end: usize) -> usize {
        match self.found.last() {
            Some(last) if start < last.end => {
                self.nested_work += end - start;
                self.chained += usize::from(end > last.end);
            }
            _ => self.chained = 0,
        }
        let is_attack = self.nested_work > NESTED * self.text.len() || self.chained > CHAINED;
        if is_attack { self.text.len() } else { end }
    }

    /// Adds a finding, merged with those that it overlaps. The walk continues after it.
    pub(crate) fn found(&mut self, from: usize, to: usize, class: Class, cause: Cause) -> usize {
        let (mut start, mut end, mut class, mut cause) = (from, to, class, cause);
        while self.found.last().is_some_and(|last| start < last.end) {
            let Some(last) = self.found.pop() else { break };
            start = start.min(last.start);
            end = end.max(last.end);
            (class, cause) = (last.class, last.cause);
        }
        self.found.push(Found {
            start,
            end,
            class,
            cause,
        });
        to
    }

    /// Whether something of this class was found before.
    pub(crate) fn has_found(&self, class: Class) -> bool {
        self.found.iter().rev().take(8).any(|it| it.class == class)
    }

    /// Adds a finding that need not begin at the current position.
    pub(crate) fn mark(&mut self, found: Found) {
        if found.start < found.end {
            self.aside.push(found);
        }
    }

    /// Returns the end of what was found before `at`.
    pub(crate) fn found_before(&self, at: usize) -> usize {
        self.found
            .last()
            .map_or(0, |last| if last.end <= at { last.end } else { 0 })
    }
}
