//! A value for each name, found without a lock. The number of names is bounded, because names that hold ids must not
//! fill the memory.

use std::hash::{BuildHasher as _, Hasher as _};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use scorer_redact::hash::Seeded;

/// How many names are counted separately.
const MOST: usize = 1_000;

/// The number of places for names. There are so many that a name is found within a few attempts.
const PLACES: usize = 2_048;

/// The name under which all further names are counted.
const OTHERS: &str = "(others)";

type Place<T> = OnceLock<Box<(Box<str>, T)>>;

/// Values by name. A place is written once and never moves.
pub(super) struct Names<T> {
    places: Box<[Place<T>]>,
    taken: AtomicUsize,
    others: T,
    seed: Seeded,
}

impl<T: Default> Default for Names<T> {
    fn default() -> Self {
        Self {
            places: (0..PLACES).map(|_| OnceLock::new()).collect(),
            taken: AtomicUsize::new(0),
            others: T::default(),
            seed: Seeded::new(),
        }
    }
}

impl<T: Default> Names<T> {
    /// Returns the value of a name.
    pub(super) fn of(&self, name: &str) -> &T {
        let mut hasher = self.seed.build_hasher();
        hasher.write(name.as_bytes());
        let first = (hasher.finish() >> 32) as usize;
        for probe in 0..PLACES {
            let place = &self.places[(first + probe) % PLACES];
            if place.get().is_none() && self.taken.fetch_add(1, Ordering::Relaxed) >= MOST {
                self.taken.fetch_sub(1, Ordering::Relaxed);
                break;
            }
            let (owner, value) = &**place.get_or_init(|| Box::new((name.into(), T::default())));
            if **owner == *name {
                return value;
            }
        }
        &self.others
    }

    /// Returns all names with their values, the others last.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        let known = self.places.iter().filter_map(OnceLock::get).map(|it| &**it);
        let is_full = self.taken.load(Ordering::Relaxed) >= MOST;
        let others = is_full.then_some((OTHERS, &self.others));
        known.map(|(name, value)| (&**name, value)).chain(others)
    }
}
