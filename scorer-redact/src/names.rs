//! The policy's verdicts on names, each asked for once by spelling.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use scorer_instrument_policy::{Class, Policy, Strength, Verdict};

use crate::hash::Seeded;

/// How many spellings are remembered. Names in free text come from outside, so their number has a bound.
const REMEMBERED: usize = 4096;

/// The longest name that is judged whole: of a longer one the end, where the head noun stands.
const LONGEST: usize = 128;

/// Why a name's values are replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refused {
    /// What the name stands for.
    pub class: Class,
    /// Whether an integer under the name may stay.
    pub strength: Strength,
}

impl Refused {
    /// A verdict, put together from its parts.
    pub fn new(class: Class, strength: Strength) -> Self {
        Self { class, strength }
    }

    /// Whether an integer may stay.
    pub fn keeps_integers(self) -> bool {
        self.strength == Strength::Soft
    }
}

/// The verdicts that were given so far.
pub(crate) struct Names {
    policy: Policy,
    spellings: RwLock<HashMap<Box<str>, Option<Refused>, Seeded>>,
}

impl Names {
    pub(crate) fn new(policy: Policy) -> Self {
        Self {
            policy,
            spellings: RwLock::new(HashMap::with_hasher(Seeded::new())),
        }
    }

    /// The verdict on a name by its spelling.
    pub(crate) fn of(&self, name: &str) -> Option<Refused> {
        let name = end_of(name);
        let known = self
            .spellings
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(verdict) = known.get(name) {
            return *verdict;
        }
        let is_full = known.len() >= REMEMBERED;
        drop(known);
        let verdict = match self.policy.name(name) {
            Verdict::Fit => None,
            Verdict::Refused(refusal) => Some(Refused {
                class: refusal.class,
                strength: refusal.strength,
            }),
        };
        if !is_full {
            let mut known = self
                .spellings
                .write()
                .unwrap_or_else(PoisonError::into_inner);
            known.insert(name.into(), verdict);
        }
        verdict
    }
}

/// The last bytes of a name, on a character boundary.
fn end_of(name: &str) -> &str {
    let mut from = name.len().saturating_sub(LONGEST);
    while !name.is_char_boundary(from) {
        from += 1;
    }
    &name[from..]
}

#[cfg(test)]
mod tests {
    use scorer_instrument_policy::{Allow, Class, Policy, Refuse, Team};

    use super::{LONGEST, Names, REMEMBERED};

    #[test]
    fn the_teams_words_count() {
        let names = Names::new(Policy::new(Team {
            allow: vec![Allow {
                name: "passport_id".to_owned(),
                reason: "a row's id".to_owned(),
            }],
            refuse: vec![Refuse {
                name: "nullifier".to_owned(),
                instead: None,
                reason: None,
            }],
            ..Team::default()
        }));
        for _ in 0..2 {
            assert_eq!(names.of("passport_id"), None);
            let refused = names.of("nullifier").map(|refused| refused.class);
            assert_eq!(refused, Some(Class::Team));
        }
    }

    #[test]
    fn what_is_remembered_has_a_bound() {
        let names = Names::new(Policy::default());
        for number in 0..2 * REMEMBERED {
            names.of(&format!("n{number}x"));
        }
        let spellings = names.spellings.read().expect("no panic");
        assert_eq!(spellings.len(), REMEMBERED);
        drop(spellings);
        assert!(names.of(&"a_".repeat(LONGEST)).is_none());
        let long = format!("{}_api_key", "é".repeat(LONGEST));
        assert_eq!(names.of(&long).map(|it| it.class), Some(Class::Credential));
    }
}
