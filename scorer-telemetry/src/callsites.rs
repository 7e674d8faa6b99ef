//! What is known about each callsite, computed once. A callsite is a place in the code with a span or an event, so its
//! name, target, level and fields never change.

use std::hash::{Hash as _, Hasher as _};
use std::sync::OnceLock;

use scorer_redact::hash::PointerHasher;
use tracing::callsite::Identifier;

/// How many callsites get a place. This is more than programs have.
const PLACES: usize = 2048;

/// How many places are searched for a callsite.
const PROBES: usize = 16;

/// Values by callsite. A place is written once and never moves, so that a lookup takes no lock and causes no contention
/// for a cache line.
pub(crate) struct Callsites<T>(Box<[Place<T>]>);

type Place<T> = OnceLock<Box<(Identifier, T)>>;

impl<T> Default for Callsites<T> {
    fn default() -> Self {
        Self((0..PLACES).map(|_| OnceLock::new()).collect())
    }
}

impl<T> Callsites<T> {
    /// Returns the value of a callsite, which `make` computes at the first call. Returns `None` if there is no place
    /// for it.
    pub(crate) fn of(&self, id: &Identifier, make: impl Fn() -> T) -> Option<&T> {
        let mut pointer = PointerHasher::default();
        id.hash(&mut pointer);
        let first = (pointer.finish() >> 32) as usize;
        (0..PROBES).find_map(|probe| {
            let place = &self.0[(first + probe) % PLACES];
            let (owner, value) = &**place.get_or_init(|| Box::new((id.clone(), make())));
            (owner == id).then_some(value)
        })
    }
}
