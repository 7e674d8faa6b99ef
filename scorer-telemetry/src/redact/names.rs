//! The policy's verdicts on names, each asked for once: by callsite for fields, by spelling for the rest.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{OnceLock, PoisonError, RwLock};

use scorer_instrument_policy::{Class, Policy, Strength, Verdict};
use tracing::callsite::Identifier;
use tracing::field::Field;

use crate::hash::{PointerHasher, Seeded};

/// How many spellings are remembered. Names in free text come from outside, so their number has a bound.
const REMEMBERED: usize = 4096;

/// How many callsites have a table: more than programs have. What is beyond is found by spelling.
const CALLSITES: usize = 2048;

/// How many places a callsite's table is looked for in.
const PROBES: usize = 16;

/// Fields of a callsite that have a place in its table; further ones are found by spelling.
const PLACES: usize = 32;

/// The longest name that is judged whole: of a longer one the end, where the head noun stands.
const LONGEST: usize = 128;

/// Why a name's values are replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Refused {
    pub(super) class: Class,
    pub(super) strength: Strength,
}

impl Refused {
    /// Whether an integer may stay.
    pub(super) fn keeps_integers(self) -> bool {
        self.strength == Strength::Soft
    }
}

/// The verdicts that were given so far.
pub(super) struct Names {
    policy: Policy,
    /// Written once and never moved: a lookup takes no lock, and no cache line is fought over.
    callsites: Box<[Place]>,
    spellings: RwLock<HashMap<Box<str>, Option<Refused>, Seeded>>,
}

/// A callsite and its table.
type Place = OnceLock<Box<(Identifier, Callsite)>>;

/// The verdicts on one callsite's fields, by index; `UNKNOWN` before the first value.
#[derive(Debug, Default)]
pub(super) struct Callsite([AtomicU8; PLACES]);

impl Names {
    pub(super) fn new(policy: Policy) -> Self {
        Self {
            policy,
            callsites: (0..CALLSITES).map(|_| OnceLock::new()).collect(),
            spellings: RwLock::new(HashMap::with_hasher(Seeded::new())),
        }
    }

    /// The verdict on a field.
    pub(super) fn of_field(&self, field: &Field) -> Option<Refused> {
        self.at(self.callsite(&field.callsite()), field)
    }

    /// The table of a callsite, to be kept while its fields are visited.
    pub(super) fn callsite(&self, id: &Identifier) -> Option<&Callsite> {
        let mut pointer = PointerHasher::default();
        id.hash(&mut pointer);
        let first = (pointer.finish() >> 32) as usize;
        (0..PROBES).find_map(|probe| {
            let place = &self.callsites[(first + probe) % CALLSITES];
            let (owner, callsite) =
                &**place.get_or_init(|| Box::new((id.clone(), Callsite::default())));
            (owner == id).then_some(callsite)
        })
    }

    /// The verdict on a field of this callsite.
    pub(super) fn at(&self, callsite: Option<&Callsite>, field: &Field) -> Option<Refused> {
        let Some(place) = callsite.and_then(|it| it.0.get(field.index())) else {
            return self.of(field.name());
        };
        match place.load(Ordering::Relaxed) {
            code::UNKNOWN => {
                let verdict = self.of(field.name());
                place.store(code::of(verdict), Ordering::Relaxed);
                verdict
            }
            known => code::verdict(known),
        }
    }

    /// The verdict on a name by its spelling.
    pub(super) fn of(&self, name: &str) -> Option<Refused> {
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

/// A verdict in one byte, so that a callsite's table is written without a lock.
mod code {
    use super::super::CLASSES;
    use super::{Refused, Strength};

    pub(super) const UNKNOWN: u8 = 0;
    const FIT: u8 = 1;
    const FIRST: u8 = 2;

    pub(super) fn of(verdict: Option<Refused>) -> u8 {
        let Some(refused) = verdict else { return FIT };
        let mut code = FIRST;
        for class in CLASSES {
            if class == refused.class {
                break;
            }
            code += 2;
        }
        code + u8::from(refused.strength == Strength::Hard)
    }

    pub(super) fn verdict(code: u8) -> Option<Refused> {
        let code = code.checked_sub(FIRST)?;
        Some(Refused {
            class: *CLASSES.get(usize::from(code / 2))?,
            strength: if code % 2 == 1 {
                Strength::Hard
            } else {
                Strength::Soft
            },
        })
    }

    #[cfg(test)]
    mod tests {
        use super::super::super::CLASSES;
        use super::{FIT, Refused, Strength, of, verdict};

        #[test]
        fn a_verdict_comes_back() {
            assert_eq!(verdict(of(None)), None);
            assert_eq!(of(None), FIT);
            for class in CLASSES {
                for strength in [Strength::Soft, Strength::Hard] {
                    let refused = Refused { class, strength };
                    assert_eq!(verdict(of(Some(refused))), Some(refused));
                }
            }
        }
    }
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
