//! Counts what was replaced, so that a leak in the code can be found and fixed.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use scorer_instrument_policy::Class;

use scorer_redact::Cause;

use super::print::Failure;

/// How many fields are counted separately. Attribute keys can come from outside, so their number needs a limit.
const FIELDS: usize = 256;

/// The longest name that is kept.
const LONGEST: usize = 64;

/// How many values of one class were replaced for one cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Redacted {
    /// What kind of secret or personal data the values were.
    pub class: Class,
    /// How they were found.
    pub cause: Cause,
    /// How many values were replaced.
    pub count: u64,
}

/// A field whose values had to be replaced, which means that the code records something it should not.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Leak {
    /// The name of the field or attribute.
    pub field: String,
    /// What kind of secret or personal data the values were.
    pub class: Class,
    /// How they were found.
    pub cause: Cause,
    /// How many values were replaced.
    pub count: u64,
}

/// How often printing a value went wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Misprints {
    /// Values whose `Debug` or `Display` panicked. A marker replaces such a value; the other values recorded with it
    /// are kept.
    pub panicked: u64,
    /// Records that were dropped because values were being printed within each other, eight levels deep. The usual
    /// cause is a value that logs itself.
    pub too_deep: u64,
}

impl Misprints {
    /// Returns the sum of both.
    pub fn total(self) -> u64 {
        self.panicked.saturating_add(self.too_deep)
    }
}

/// The counters of one redactor.
#[derive(Default)]
pub(super) struct Counts {
    panicked: AtomicU64,
    too_deep: AtomicU64,
    totals: [[AtomicU64; CAUSES.len()]; Class::ALL.len()],
    fields: Mutex<BTreeMap<String, OfField>>,
}

type OfField = BTreeMap<(Class, Cause), u64>;

const CAUSES: [Cause; 2] = [Cause::Name, Cause::Shape];

impl Counts {
    pub(super) fn add(&self, class: Class, cause: Cause, field: Option<&str>) {
        for (row, of) in self.totals.iter().zip(Class::ALL) {
            for (total, by) in row.iter().zip(CAUSES) {
                if of == class && by == cause {
                    total.fetch_add(1, Ordering::Relaxed);
                }
            }
        }
        let Some(field) = field.filter(|field| is_plain(field)) else {
            return;
        };
        let mut fields = self.fields.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(counts) = fields.get_mut(field) {
            *counts.entry((class, cause)).or_default() += 1;
        } else if fields.len() < FIELDS {
            fields.insert(field.to_owned(), BTreeMap::from([((class, cause), 1)]));
        }
    }

    /// Counts what a value replaced in its own text.
    pub(super) fn add_all(&self, replaced: &[(Class, Cause)], field: Option<&str>) {
        for (class, cause) in replaced {
            self.add(*class, *cause, field);
        }
    }

    /// Counts one failure. Returns how many of its kind came before.
    pub(super) fn add_misprint(&self, failure: Failure) -> u64 {
        match failure {
            Failure::Panicked => &self.panicked,
            Failure::TooDeep => &self.too_deep,
        }
        .fetch_add(1, Ordering::Relaxed)
    }

    pub(super) fn misprints(&self) -> Misprints {
        Misprints {
            panicked: self.panicked.load(Ordering::Relaxed),
            too_deep: self.too_deep.load(Ordering::Relaxed),
        }
    }

    /// Returns the counters that are not zero.
    pub(super) fn all(&self) -> Vec<Redacted> {
        let mut all = Vec::new();
        for (row, class) in self.totals.iter().zip(Class::ALL) {
            for (total, cause) in row.iter().zip(CAUSES) {
                let count = total.load(Ordering::Relaxed);
                if count > 0 {
                    all.push(Redacted {
                        class,
                        cause,
                        count,
                    });
                }
            }
        }
        all
    }

    pub(super) fn leaks(&self) -> Vec<Leak> {
        let fields = self.fields.lock().unwrap_or_else(PoisonError::into_inner);
        let mut leaks: Vec<Leak> = fields
            .iter()
            .flat_map(|(field, counts)| {
                counts.iter().map(|((class, cause), count)| Leak {
                    field: field.clone(),
                    class: *class,
                    cause: *cause,
                    count: *count,
                })
            })
            .collect();
        leaks.sort_by_key(|leak| std::cmp::Reverse(leak.count));
        leaks
    }
}

/// Whether a key is a name, and not a value that stands where a name should be.
fn is_plain(field: &str) -> bool {
    field.len() <= LONGEST
        && field
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'))
}
