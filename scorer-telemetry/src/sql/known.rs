//! Statements that were read before: a service has few, and runs them often.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use scorer_redact::hash::Seeded;

use super::dialect::{Dialect, POSTGRESQL, SQLITE};

/// How many statements are remembered. One with values written into it comes once.
const REMEMBERED: usize = 512;

/// The longest that is remembered, in bytes.
const LONGEST: usize = 4096;

/// What the text of a statement tells.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    pub(super) name: Arc<str>,
    pub(super) text: Arc<str>,
    pub(super) operation: Option<Arc<str>>,
    pub(super) collection: Option<Arc<str>>,
    /// How many statements it is, where it is several.
    pub(super) batch_size: Option<usize>,
    /// The database that it tells, where it does.
    pub(super) system: Option<&'static str>,
}

/// Shapes by text. Clones share them.
#[derive(Clone)]
pub(crate) struct Known(Arc<Inner>);

type Texts = HashMap<Box<str>, Shape, Seeded>;

struct Inner {
    /// By the dialect that they were read in, where it was known before.
    shapes: RwLock<HashMap<Option<Dialect>, Texts>>,
    /// The databases that statements have told so far.
    systems: RwLock<Vec<&'static str>>,
}

/// What a database is called that nothing tells.
const OTHER: &str = "other_sql";

impl Default for Known {
    fn default() -> Self {
        Self(Arc::new(Inner {
            shapes: RwLock::default(),
            systems: RwLock::default(),
        }))
    }
}

impl fmt::Debug for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Known").finish_non_exhaustive()
    }
}

impl Known {
    /// The database of a statement: what it tells itself, or what all before it told, as statements of one connection do.
    pub(super) fn system(&self, told: Option<&'static str>) -> &'static str {
        let known = self
            .0
            .systems
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        match (told, known.as_slice()) {
            (None, [only]) => only,
            (None, _) => OTHER,
            (Some(told), systems) if systems.contains(&told) => told,
            (Some(told), _) => {
                drop(known);
                let mut known = self
                    .0
                    .systems
                    .write()
                    .unwrap_or_else(PoisonError::into_inner);
                if !known.contains(&told) {
                    known.push(told);
                }
                told
            }
        }
    }

    /// Whether a statement's `$1` tells `PostgreSQL`: not where `SQLite`, which takes it as well, has spoken on a thread that
    /// does not tell it.
    pub(super) fn believes(&self, told: &str) -> bool {
        let known = self
            .0
            .systems
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        told != POSTGRESQL || !known.contains(&SQLITE)
    }

    /// The shape of a text in a dialect; `read` gives it, and whether it is worth remembering.
    pub(super) fn shape(
        &self,
        dialect: Option<Dialect>,
        text: &str,
        read: impl FnOnce() -> (Shape, bool),
    ) -> Shape {
        let known = self.0.shapes.read().unwrap_or_else(PoisonError::into_inner);
        let texts = known.get(&dialect);
        if let Some(shape) = texts.and_then(|texts| texts.get(text)) {
            return shape.clone();
        }
        let has_room = texts.map_or(0, HashMap::len) < REMEMBERED && text.len() <= LONGEST;
        drop(known);
        let (shape, is_worth) = read();
        if has_room && is_worth {
            let mut known = self
                .0
                .shapes
                .write()
                .unwrap_or_else(PoisonError::into_inner);
            known
                .entry(dialect)
                .or_insert_with(|| HashMap::with_hasher(Seeded::new()))
                .insert(text.into(), shape.clone());
        }
        shape
    }
}
